package tradelab.loadgen.definition;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.loadgen.engine.EnginePlan.Manner;
import tradelab.loadgen.engine.Overdue;
import tradelab.loadgen.engine.ThinkTime;
import tradelab.loadgen.fault.FaultStep;
import tradelab.loadgen.guard.TargetUrl;
import tradelab.loadgen.operation.Operation;
import tradelab.loadgen.protocol.OrderPlan;

/** Reads what a definition says about how its test is carried out. */
final class ConductReader {
    private static final int OPEN_DEFAULT = 1_000;

    private ConductReader() {}

    /** @param faults that the test brings about unless it says so itself */
    static Conduct read(Fields fields, List<FaultStep> faults) {
        return new Conduct(
                new Manner(
                        fields.oneOf("overdue", Overdue.class, Overdue.QUEUE),
                        think(fields),
                        fields.count("retries", 0, Conduct.RETRIES_MAX)),
                fields.count("agents", 0, Conduct.AGENTS_MAX),
                fields.flag("insecureSkipTLSVerify", false),
                orders(fields.object("orders")),
                fields.has("faults") ? FaultReader.read(fields) : faults);
    }

    /** Either a duration, or an object of min and max. */
    private static ThinkTime think(Fields fields) {
        if (!(fields.find("think") instanceof Value.Members)) {
            long nanos = fields.duration("think", Duration.ZERO).toNanos();
            return fields.placed("think", () -> new ThinkTime(nanos, nanos));
        }
        Fields range = fields.object("think");
        return range == null
                ? ThinkTime.NONE
                : range.whole(() -> {
                    Duration min = range.duration("min", Duration.ZERO);
                    Duration max = range.duration("max");
                    if (min.compareTo(max) > 0) {
                        throw range.refused("min", "at most max, " + DurationText.of(max));
                    }
                    return new ThinkTime(min.toNanos(), max.toNanos());
                });
    }

    private static @Nullable OrderPlan orders(@Nullable Fields orders) {
        return orders == null
                ? null
                : orders.whole(() -> new OrderPlan(
                        orders.text("account", "load"),
                        orders.text("instrument", "BITFINEX:tBTCUSD"),
                        orders.text("price", "20000-21000"),
                        orders.text("amount", "0.001-0.010"),
                        orders.count("openMax", OPEN_DEFAULT, OrderPlan.OPEN_MAX),
                        orders.count("submit", 3, Operation.WEIGHT_MAX),
                        orders.count("amend", 1, Operation.WEIGHT_MAX),
                        orders.count("cancel", 2, Operation.WEIGHT_MAX)));
    }

    static List<Operation> operations(OrderPlan orders, TargetUrl url) {
        return switch (url.scheme()) {
            case HTTP, HTTPS, H2C, H2 -> orders.operations(false);
            case BUS -> orders.operations(true);
            case WS, WSS, SSE, SSES, PUBLISH ->
                throw Require.refused("target", "http, https, h2c, h2 or bus for orders", url.toString());
        };
    }
}
