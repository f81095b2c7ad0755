package tradelab.loadgen.fault;

import java.time.Duration;
import tradelab.contracts.Require;
import tradelab.loadgen.proxy.Fault;

/**
 * A fault that a test brings about itself.
 *
 * @param at how long after the beginning of the test
 */
public record FaultStep(Duration at, Harm harm) {
    public static final int STEPS_MAX = 64;

    /** What goes wrong, and where. */
    public sealed interface Harm {}

    /**
     * On the way through a proxy.
     *
     * @param proxy its id; empty for one of the run's own between load and target
     */
    public record Way(String proxy, Fault fault) implements Harm {
        public Way {
            proxy = proxy.isEmpty() ? "" : Require.id("proxy", proxy);
        }

        /** Returns whether the way between load and target is meant. */
        public boolean isOwn() {
            return proxy.isEmpty();
        }

        @Override
        public String toString() {
            return fault.kind()
                    + (fault.amount() > 0 ? " " + fault.amount() : "")
                    + (isOwn() ? "" : " at proxy " + proxy)
                    + " for " + fault.timeToLive().toMillis() + " ms";
        }
    }

    /** Of a process of the suite on this machine, or of the machine itself. */
    public record Local(LocalFault fault) implements Harm {
        @Override
        public String toString() {
            return fault.toString();
        }
    }

    public FaultStep {
        if (at.isNegative()) {
            throw Require.refused("at", "0 or more", at.toString());
        }
    }
}
