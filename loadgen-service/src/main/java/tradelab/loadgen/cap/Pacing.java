package tradelab.loadgen.cap;

import java.util.ArrayList;
import java.util.List;

/**
 * What holds an engine back: every request and every byte must pass all of these.
 *
 * @param shares how many processes share the caps evenly, each with paces of its own
 */
public record Pacing(List<Pace> requests, List<Pace> bytes, int shares) {
    public static final Pacing NONE = new Pacing(List.of(), List.of(), 1);

    public Pacing {
        requests = List.copyOf(requests);
        bytes = List.copyOf(bytes);
    }

    /** Returns what all of these together ask for. */
    static Pacing of(List<Usage> usages, int shares) {
        List<Pace> requests = new ArrayList<>();
        List<Pace> bytes = new ArrayList<>();
        usages.forEach(usage -> usage.addTo(requests, bytes));
        return new Pacing(requests, bytes, shares);
    }

    public boolean isNone() {
        return requests.isEmpty() && bytes.isEmpty();
    }
}
