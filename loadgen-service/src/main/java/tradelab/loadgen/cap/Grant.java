package tradelab.loadgen.cap;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** What one run was given of all the caps that it is under, until it ends. Thread-safe. */
public final class Grant implements AutoCloseable {
    private final List<Usage> usages;
    private final int connections;
    private final Pacing pacing;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Grant(List<Usage> usages, int connections, int shares) {
        this.usages = usages;
        this.connections = connections;
        this.pacing = Pacing.of(usages, shares);
    }

    /**
     * Takes what a run needs.
     *
     * @param shares how many processes drive the run, each with a grant of its own
     * @throws IllegalArgumentException if there are not so many connections left; then nothing was taken
     */
    public static Grant of(List<Usage> usages, int connections, int shares) {
        List<Usage> taken = new ArrayList<>();
        try {
            for (Usage usage : usages) {
                usage.open(connections);
                taken.add(usage);
            }
        } catch (IllegalArgumentException e) {
            taken.forEach(usage -> usage.close(connections));
            throw e;
        }
        return new Grant(List.copyOf(usages), connections, shares);
    }

    /** Returns what holds the engines back. */
    public Pacing pacing() {
        return pacing;
    }

    /** Gives back the connections; a second time changes nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            usages.forEach(usage -> usage.close(connections));
        }
    }
}
