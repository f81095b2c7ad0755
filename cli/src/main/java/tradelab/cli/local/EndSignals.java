package tradelab.cli.local;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import tradelab.cli.ExitCode;

/**
 * Ctrl-C, SIGTERM and the end of the terminal. The first asks the command to end, in its own order and with what it has;
 * the second ends the process at once. Whatever was ignored when the process began, as with {@code nohup}, stays so.
 */
public final class EndSignals implements AutoCloseable {
    private static final String[] NAMES = {"INT", "TERM", "HUP"};

    private final Map<sun.misc.Signal, sun.misc.SignalHandler> before = new LinkedHashMap<>();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final Runnable first;
    private final Runnable atOnce;

    private EndSignals(Runnable first, Runnable atOnce) {
        this.first = first;
        this.atOnce = atOnce;
    }

    /**
     * Begins to listen.
     *
     * @param first runs at the first signal, on a thread of its own
     * @param atOnce runs at the second, right before the process ends with 105; not long
     */
    public static EndSignals on(Runnable first, Runnable atOnce) {
        EndSignals signals = new EndSignals(first, atOnce);
        for (String name : NAMES) {
            sun.misc.Signal signal = new sun.misc.Signal(name);
            signals.before.put(signal, sun.misc.Signal.handle(signal, _ -> signals.came()));
        }
        return signals;
    }

    private void came() {
        if (asked.compareAndSet(false, true)) {
            first.run();
            return;
        }
        try {
            atOnce.run();
        } finally {
            System.exit(ExitCode.INTERRUPTED); // what has a hook, as the stores have, is ended by it
        }
    }

    /** Leaves the signals to whom they were before. */
    @Override
    public void close() {
        before.forEach((signal, handler) -> {
            var _ = sun.misc.Signal.handle(signal, handler);
        });
    }
}
