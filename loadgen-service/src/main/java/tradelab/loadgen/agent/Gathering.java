package tradelab.loadgen.agent;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Json;
import tradelab.contracts.loadgen.AgentReport;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.engine.Progress;
import tradelab.loadgen.engine.SecondCodec;
import tradelab.loadgen.run.LoadRun;
import tradelab.loadgen.run.MergedRun;
import tradelab.loadgen.run.SecondLog;
import tradelab.loadgen.run.SelfReport;

/**
 * What the agents of one run have measured, and what became of them: each report once, whoever sends it how often. Owned
 * by one event loop.
 */
final class Gathering {
    /** So many agents say when they were late. */
    private static final int LATENESS_MAX = 16;
    /** So many things that went wrong are told. */
    private static final int TROUBLES_MAX = 256;

    private final LoadTest test;
    private final List<String> agents;
    private final MergedRun merged;
    private final Deltas deltas = new Deltas();
    private final Map<String, SelfReport> selves = new TreeMap<>();
    private final List<String> troubles = new ArrayList<>();
    private long lastEndNanos;

    /** @param live hears of each second once all agents have settled it */
    Gathering(LoadTest test, LoadRun.Setup setup, List<String> agents, Consumer<IntervalResult> live) {
        this.test = test;
        this.agents = agents;
        this.merged = new MergedRun(test, setup, agents.size(), live);
    }

    /** Returns the payload of a report: what is settled, the end's length and the end if there is one, the seconds. */
    static Buffer payload(Progress progress, @Nullable AgentEnd end) {
        Buffer said = end == null ? Buffer.buffer() : Json.write(end);
        return Buffer.buffer()
                .appendInt(progress.settledBelow())
                .appendInt(said.length())
                .appendBuffer(said)
                .appendBuffer(SecondCodec.encode(progress.seconds()));
    }

    /**
     * Takes in a report of what was measured, if it is the agent's next.
     *
     * @return whether it was the agent's last
     */
    boolean take(AgentReport report) {
        if (!deltas.takes(report)) {
            return false;
        }
        boolean last = report.kind() == AgentReport.Kind.ENDED;
        Buffer payload = report.payload();
        int at = 2 * Integer.BYTES + payload.getInt(Integer.BYTES);
        merged.add(
                agents.indexOf(report.agentId()),
                SecondCodec.decode(
                        payload.slice(at, payload.length()), test.operations().size()),
                last ? Integer.MAX_VALUE : payload.getInt(0));
        if (last) {
            ended(report.agentId(), Json.read(payload.getBuffer(2 * Integer.BYTES, at), AgentEnd.class));
        }
        return last;
    }

    private void ended(String agent, AgentEnd end) {
        selves.put(agent, end.self());
        merged.reasons(end.reasons());
        lastEndNanos = Math.max(lastEndNanos, end.lastEndNanos());
    }

    /** Returns the last report taken, by agent. */
    Map<String, Long> acknowledged() {
        return deltas.acknowledged();
    }

    /** Nobody waits for an agent any more. */
    void lost(String agent) {
        merged.lost(agents.indexOf(agent));
    }

    /** Returns how many arrivals an agent has accounted for. */
    long offered(String agent) {
        return merged.offered(agents.indexOf(agent));
    }

    /** Returns how many sessions, or single operations, have come to their end. */
    long iterations() {
        return merged.iterations();
    }

    /** Adds something that spoils the result. */
    void trouble(String what) {
        if (troubles.size() < TROUBLES_MAX) {
            troubles.add(what);
        }
    }

    /** Returns why the run must end; empty if it goes on. */
    String abort() {
        return merged.abort();
    }

    SecondLog log() {
        return merged.log();
    }

    /**
     * Judges what there is.
     *
     * @param endNanos when nothing more was intended, in nanoseconds of the test
     * @param harms that the test brought about itself
     * @param failed of these, what could not be done
     */
    TestResult result(
            long startedEpochMillis,
            long endNanos,
            List<String> changes,
            List<String> harms,
            List<String> failed,
            String stopped) {
        List<String> spoilt = new ArrayList<>(troubles);
        spoilt.addAll(failed);
        SelfReport self = SelfReport.sum(selves, LATENESS_MAX).changed(changes).harmed(harms, spoilt);
        return merged.result(startedEpochMillis, endNanos, lastEndNanos, self, stopped);
    }
}
