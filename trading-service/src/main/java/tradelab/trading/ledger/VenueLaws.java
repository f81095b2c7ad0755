package tradelab.trading.ledger;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;

/** What the gateway stored, against what the venue saw. */
final class VenueLaws {
    private static final String NO_VENUE = "no history of a venue";

    private VenueLaws() {}

    static void check(History history, Findings findings) {
        fills(history, findings);
        if (!history.hasVenue()) {
            findings.notChecked(Law.STORED_REACHED_ONCE, NO_VENUE);
            if (history.calls.isEmpty()) {
                findings.notChecked(Law.NO_STRANGER, NO_VENUE);
            }
            return;
        }
        for (Entry.Order order : history.orders.values()) {
            reached(order, history.accepted.getOrDefault(order.clientId(), List.of()), findings);
        }
        Set<String> amended = new HashSet<>();
        for (Entry.Arrival arrival : history.arrivals) {
            if (arrival.kind() == Entry.Kind.AMEND) {
                amended.add(arrival.clientId());
            }
        }
        history.accepted.forEach((clientId, arrivals) -> {
            Entry.Order order = history.ordersByClientId.get(clientId);
            findings.check(
                    Law.NO_STRANGER,
                    order != null,
                    "venue client id " + clientId,
                    "accepted by the venue as " + arrivals.getFirst().venueOrderId() + ", and not stored");
            if (order != null) {
                findings.check(
                        Law.NO_STRANGER,
                        arrivals.stream().allMatch(arrival -> isOf(order, arrival, amended)),
                        order.orderId(),
                        "arrived as something else: " + arrivals.getFirst());
            }
        });
    }

    private static boolean isOf(Entry.Order order, Entry.Arrival arrival, Set<String> amended) {
        return order.instrument().equals(arrival.instrument())
                && (arrival.amount() == null
                        || amended.contains(arrival.clientId())
                        || arrival.amount().equals(order.amount()));
    }

    private static void reached(Entry.Order order, List<Entry.Arrival> accepted, Findings findings) {
        int times = accepted.size();
        boolean fits = order.isOpenQuestion() ? times <= 1 : times == (order.reached() ? 1 : 0);
        findings.check(
                Law.STORED_REACHED_ONCE,
                fits,
                order.orderId(),
                "is " + order.status() + (order.reached() ? "" : ", never at the venue") + "; the venue accepted it "
                        + times + " times");
        if (times == 1 && order.venueOrderId() != null && accepted.getFirst().venueOrderId() != null) {
            findings.check(
                    Law.STORED_REACHED_ONCE,
                    order.venueOrderId().equals(accepted.getFirst().venueOrderId()),
                    order.orderId(),
                    "is at the venue as " + accepted.getFirst().venueOrderId() + ", stored as " + order.venueOrderId());
        }
    }

    private static void fills(History history, Findings findings) {
        if (history.fills.isEmpty() && history.executions.isEmpty()) {
            findings.notChecked(Law.FILLS_AGREE, "no fills and no executions");
            return;
        }
        history.fills.forEach((orderId, fills) -> findings.check(
                Law.FILLS_AGREE, history.orders.containsKey(orderId), orderId, "fills of an order that is not stored"));
        boolean venueTells = !history.executions.isEmpty();
        for (Entry.Order order : history.orders.values()) {
            agree(
                    order,
                    history.fills.getOrDefault(order.orderId(), List.of()),
                    history.executions.getOrDefault(order.clientId(), List.of()),
                    venueTells,
                    findings);
        }
        history.executions.forEach((clientId, executions) -> findings.check(
                Law.FILLS_AGREE,
                history.ordersByClientId.containsKey(clientId),
                "venue client id " + clientId,
                "executions of an order that is not stored"));
    }

    private static void agree(
            Entry.Order order,
            List<Entry.Fill> fills,
            List<Entry.Execution> executions,
            boolean venueTells,
            Findings findings) {
        Set<String> trades = new HashSet<>();
        long sum = 0;
        for (Entry.Fill fill : fills) {
            findings.check(
                    Law.FILLS_AGREE, trades.add(fill.tradeId()), order.orderId(), "trade twice: " + fill.tradeId());
            sum += fill.amount().units();
        }
        long filled = order.filled().units();
        findings.check(
                Law.FILLS_AGREE,
                fills.isEmpty() ? filled == 0 || !executions.isEmpty() || !venueTells : sum == filled,
                order.orderId(),
                "filled " + order.filled() + ", its fills add up to " + Decimals.format(sum));
        if (!venueTells) {
            return;
        }
        Map<String, Entry.Execution> there = new HashMap<>();
        executions.forEach(execution -> there.put(execution.tradeId(), execution));
        boolean same = there.size() == fills.size()
                && executions.size() == fills.size()
                && fills.stream().allMatch(fill -> isSame(fill, there.get(fill.tradeId())));
        findings.check(
                Law.FILLS_AGREE,
                same,
                order.orderId(),
                "the gateway has fills " + fills + ", the venue executions " + executions);
    }

    private static boolean isSame(Entry.Fill fill, Entry.@Nullable Execution execution) {
        return execution != null
                && execution.amount().equals(fill.amount())
                && execution.price().equals(fill.price());
    }
}
