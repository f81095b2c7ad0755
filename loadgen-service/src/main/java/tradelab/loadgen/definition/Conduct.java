package tradelab.loadgen.definition;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.loadgen.engine.EnginePlan.Manner;
import tradelab.loadgen.engine.Grace;
import tradelab.loadgen.engine.Population;
import tradelab.loadgen.fault.FaultStep;
import tradelab.loadgen.protocol.OrderPlan;

/**
 * How a test is carried out, where it says so itself.
 *
 * @param agents how many agents of the cluster share the schedule; 0 runs it where it was asked for
 * @param insecure takes any certificate of the target
 * @param orders null unless the load is a flow of orders
 * @param faults that the test brings about itself
 */
public record Conduct(
        Manner manner,
        int agents,
        boolean insecure,
        @Nullable OrderPlan orders,
        List<FaultStep> faults) {
    public static final int AGENTS_MAX = 256;
    public static final int RETRIES_MAX = 10;
    public static final Conduct DEFAULT = new Conduct(Manner.DEFAULT, 0, false, null, List.of());

    public Conduct {
        var _ = Require.range("agents", agents, 0, AGENTS_MAX);
        faults = List.copyOf(faults);
        if (agents > 0 && faults.stream().anyMatch(Conduct::isOnOwnWay)) {
            throw Require.refused(
                    "faults", "a named proxy or a process, because agents go ways of their own", agents + " agents");
        }
        var _ = Require.range("retries", manner.retriesMax(), 0, RETRIES_MAX);
    }

    /** Returns the same conduct with other virtual users, and another grace. */
    Conduct of(Population users, Grace grace) {
        return new Conduct(manner.of(users, grace), agents, insecure, orders, faults);
    }

    /** Returns how long what is under way at the end may take. */
    public Duration lastsAfterEnd(Duration timeout) {
        return timeout.plusNanos(Math.max(0, manner.grace().stopNanos()));
    }

    private static boolean isOnOwnWay(FaultStep step) {
        return step.harm() instanceof FaultStep.Way way && way.isOwn();
    }
}
