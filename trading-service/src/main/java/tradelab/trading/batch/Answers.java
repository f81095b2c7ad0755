package tradelab.trading.batch;

import java.util.ArrayList;
import java.util.List;
import tradelab.trading.order.Effect;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderCore;
import tradelab.trading.venue.Operation;
import tradelab.trading.venue.OperationResult;
import tradelab.trading.venue.OperationResult.NotExecuted;
import tradelab.trading.venue.OperationResult.Refused;
import tradelab.trading.venue.OperationResult.Taken;
import tradelab.trading.venue.OperationResult.Unanswered;

/** What the venue's answer to an operation means for its order. Plain Java. */
public final class Answers {
    private Answers() {}

    /** Tells {@code core} the result of one operation and returns what is to be done now. */
    public static List<Effect> take(OrderCore core, Operation operation, OperationResult result, long nowMillis) {
        return switch (operation) {
            case Operation.Place(Order order) -> placed(core, order, result, nowMillis);
            case Operation.Cancel(Order order, String _) -> cancelled(core, order, result, nowMillis);
            case Operation.Amend amend -> amended(core, amend, result, nowMillis);
        };
    }

    private static List<Effect> placed(OrderCore core, Order order, OperationResult result, long now) {
        return switch (result) {
            case Taken(var report)
            when report != null -> {
                List<Effect> effects = new ArrayList<>(core.report(report, false, now));
                effects.addAll(core.unanswered(order, now)); // if what it reported is not this order
                yield effects;
            }
            case Taken _, Unanswered _ -> core.unanswered(order, now);
            case Refused(String reason) -> core.refused(order, reason, now);
            case NotExecuted _ -> core.notExecuted(order, now);
        };
    }

    private static List<Effect> cancelled(OrderCore core, Order order, OperationResult result, long now) {
        return switch (result) {
            case Taken(var report) -> {
                core.cancelTaken(order);
                yield report == null ? List.of() : core.report(report, false, now);
            }
            case Refused _, Unanswered _ -> {
                core.cancelFailed(order);
                yield List.of();
            }
            case NotExecuted _ -> core.cancelNotExecuted(order);
        };
    }

    private static List<Effect> amended(OrderCore core, Operation.Amend amend, OperationResult result, long now) {
        Order order = amend.order();
        return switch (result) {
            case Taken(var report) -> {
                List<Effect> effects = new ArrayList<>(core.amendTaken(order, amend.terms(), now));
                if (report != null) {
                    effects.addAll(core.report(report, false, now));
                }
                yield effects;
            }
            case Refused _ -> core.amendRefused(order, amend.terms(), now);
            case Unanswered _ -> {
                core.amendFailed(order);
                yield List.of();
            }
            case NotExecuted _ -> core.amendNotExecuted(order);
        };
    }

    /** Returns the worst result's name, for metrics and logs. */
    static String worst(List<OperationResult> results) {
        int worst = 0;
        for (OperationResult result : results) {
            worst = Math.max(
                    worst,
                    switch (result) {
                        case Taken _ -> 0;
                        case Refused _ -> 1;
                        case NotExecuted _ -> 2;
                        case Unanswered _ -> 3;
                    });
        }
        return switch (worst) {
            case 0 -> "taken";
            case 1 -> "refused";
            case 2 -> "not_executed";
            default -> "unanswered";
        };
    }
}
