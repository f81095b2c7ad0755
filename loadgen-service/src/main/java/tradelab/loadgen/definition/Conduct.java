package tradelab.loadgen.definition;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.loadgen.engine.EnginePlan.Manner;
import tradelab.loadgen.protocol.OrderPlan;

/**
 * How a test is carried out, where it says so itself.
 *
 * @param agents how many agents of the cluster share the schedule; 0 runs it where it was asked for
 * @param insecure takes any certificate of the target
 * @param orders null unless the load is a flow of orders
 */
public record Conduct(
        Manner manner,
        int agents,
        boolean insecure,
        @Nullable OrderPlan orders) {
    public static final int AGENTS_MAX = 256;
    public static final int RETRIES_MAX = 10;
    public static final Conduct DEFAULT = new Conduct(Manner.DEFAULT, 0, false, null);

    public Conduct {
        var _ = Require.range("agents", agents, 0, AGENTS_MAX);
        var _ = Require.range("retries", manner.retriesMax(), 0, RETRIES_MAX);
    }
}
