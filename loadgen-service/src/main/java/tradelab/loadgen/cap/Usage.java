package tradelab.loadgen.cap;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/** How much of some caps is in use by all runs of this process that they hold for. Thread-safe. */
public final class Usage {
    private final Caps caps;
    private final @Nullable Pace requests;
    private final @Nullable Pace bytes;
    private final AtomicInteger connections = new AtomicInteger();

    public Usage(Caps caps) {
        this.caps = caps;
        this.requests = caps.rate() < Caps.RATE_UNPACED ? new Pace(caps.rate()) : null;
        this.bytes = caps.bytesPerSecond() < Caps.NONE ? new Pace(caps.bytesPerSecond()) : null;
    }

    public Caps caps() {
        return caps;
    }

    /** Puts its paces beside others. */
    void addTo(List<Pace> allRequests, List<Pace> allBytes) {
        if (requests != null) {
            allRequests.add(requests);
        }
        if (bytes != null) {
            allBytes.add(bytes);
        }
    }

    /** @throws IllegalArgumentException if there are not so many left */
    void open(int count) {
        int open = connections.addAndGet(count);
        if (open > caps.connections()) {
            connections.addAndGet(-count);
            throw Require.refused(
                    "connections",
                    "at most " + caps.settings() + "connections-max " + caps.connections() + " of all runs, "
                            + (open - count) + " are in use",
                    Integer.toString(count));
        }
    }

    void close(int count) {
        connections.addAndGet(-count);
    }
}
