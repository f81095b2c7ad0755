package tradelab.loadgen.definition;

import java.time.Duration;
import tradelab.contracts.Require;
import tradelab.loadgen.threshold.Threshold;
import tradelab.loadgen.threshold.Threshold.Scope;
import tradelab.loadgen.threshold.ThresholdParser;

/** Reads one threshold of a definition: its text alone, or k6's object with ours beside it. */
final class ThresholdReader {
    private ThresholdReader() {}

    /** @param before goes before the text: k6's metric and a colon, or nothing */
    static Threshold read(String before, Value written) {
        return switch (written) {
            case Value.Text text -> parsed(text.place(), before + text.text());
            case Value.Members members -> {
                Fields fields = Fields.of(members);
                yield fields.whole(() -> scoped(parsed(members.place(), before + fields.text("threshold")), fields));
            }
            default ->
                throw Require.refused(
                        written.place() + ": thresholds", "text such as 'response.p99 < 50'", written.shown());
        };
    }

    private static Threshold parsed(Value.Place place, String text) {
        try {
            return ThresholdParser.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
        }
    }

    private static Threshold scoped(Threshold threshold, Fields fields) {
        Scope scope = threshold.scope();
        return threshold.in(new Scope(
                fields.duration("window", Duration.ofSeconds(scope.windowSeconds()))
                        .toSeconds(),
                fields.text("stage", scope.stage()),
                fields.flag("abortOnFail", scope.abortOnFail()),
                fields.duration("delayAbortEval", Duration.ofSeconds(scope.delaySeconds()))
                        .toSeconds()));
    }
}
