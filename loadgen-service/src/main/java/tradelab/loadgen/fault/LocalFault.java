package tradelab.loadgen.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.loadgen.proxy.Fault;

/**
 * Something that goes wrong with a process of the suite on this machine, or with the machine.
 *
 * @param process the service whose process it is; empty for the machine
 * @param amount in the unit of the kind; 0 where there is none
 * @param timeToLive after which it is over by itself; of no meaning for {@link Kind#KILL}
 */
public record LocalFault(Kind kind, String process, long amount, Duration timeToLive) {

    /** What goes wrong. */
    public enum Kind {
        /** The process is gone at once; the suite starts it again. */
        KILL(true, 0),
        /** The process stands still, and then goes on. */
        STOP(true, 0),
        /** So many processors of the machine have something else to do. */
        CPU(false, 64),
        /** So many MiB of the machine's memory are held. */
        MEMORY(false, 65_536);

        private final boolean ofProcess;
        private final long amountMax;

        Kind(boolean ofProcess, long amountMax) {
            this.ofProcess = ofProcess;
            this.amountMax = amountMax;
        }

        boolean isOfProcess() {
            return ofProcess;
        }
    }

    public LocalFault {
        kind = Require.present("kind", kind);
        process = Require.present("process", process);
        if (kind.ofProcess == process.isEmpty()) {
            throw Require.refused(
                    "process",
                    kind.ofProcess ? "the service to harm" : "none, because " + kind + " harms the machine",
                    process);
        }
        var _ = Require.range("amount", amount, kind.amountMax == 0 ? 0 : 1, kind.amountMax);
        if (timeToLive.compareTo(Duration.ofMillis(100)) < 0 || timeToLive.compareTo(Fault.TIME_TO_LIVE_MAX) > 0) {
            throw Require.refused("timeToLive", "100 ms to " + Fault.TIME_TO_LIVE_MAX, timeToLive.toString());
        }
    }

    /** A fault of which some may be left out; what is killed needs no time to live. */
    public static LocalFault of(
            Kind kind, @Nullable String process, @Nullable Long amount, @Nullable Duration timeToLive) {
        if (timeToLive == null && kind != Kind.KILL) {
            throw new IllegalArgumentException("timeToLive: missing, expected a duration such as 5s");
        }
        return new LocalFault(
                kind,
                process == null ? "" : process,
                amount == null ? 0 : amount,
                timeToLive == null ? Duration.ofSeconds(1) : timeToLive);
    }

    @Override
    public String toString() {
        return kind
                + (process.isEmpty() ? "" : " " + process)
                + (amount > 0 ? " " + amount : "")
                + (kind == Kind.KILL ? "" : " for " + timeToLive.toMillis() + " ms");
    }
}
