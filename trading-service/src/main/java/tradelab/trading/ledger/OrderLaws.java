package tradelab.trading.ledger;

import java.util.List;
import tradelab.contracts.trading.OrderStatus;

/** What the gateway stored, held against itself. */
final class OrderLaws {
    private OrderLaws() {}

    static void check(History history, Findings findings) {
        for (Entry.Order order : history.orders.values()) {
            forward(order, history.events.getOrDefault(order.orderId(), List.of()), findings);
            if (!history.events.isEmpty()) {
                findings.check(
                        Law.UNBROKEN,
                        history.events.containsKey(order.orderId()),
                        order.orderId(),
                        "stored without an event");
            }
            findings.check(
                    Law.NOTHING_HANGS,
                    order.status() != OrderStatus.QUEUED
                            && order.status() != OrderStatus.SENDING
                            && order.status() != OrderStatus.IN_DOUBT,
                    order.orderId(),
                    "still " + order.status() + " at the end");
        }
        history.events.forEach((orderId, events) -> findings.check(
                Law.SOUND_HISTORY,
                history.orders.containsKey(orderId),
                orderId,
                events.size() + " events of an order that is not stored"));
        if (history.events.isEmpty()) {
            findings.notChecked(Law.UNBROKEN, "no events of the gateway");
        }
        history.streams.forEach((partition, stream) -> contiguous(partition, stream, findings));
    }

    private static void forward(Entry.Order order, List<Entry.Event> events, Findings findings) {
        if (!events.isEmpty()) {
            OrderStatus first = events.getFirst().status();
            findings.check(
                    Law.FORWARD_ONLY, first == OrderStatus.QUEUED, order.orderId(), "its first event says " + first);
        }
        OrderStatus status = OrderStatus.QUEUED;
        long filled = 0;
        long amount = order.amount().units();
        for (Entry.Event event : events) {
            boolean moves =
                    event.status().ordinal() >= status.ordinal() && (!status.isFinal() || event.status() == status);
            findings.check(Law.FORWARD_ONLY, moves, order.orderId(), "from " + status + " to " + event.status());
            long now = event.filled().units();
            long most = event.amount() == null ? amount : event.amount().units();
            findings.check(
                    Law.FORWARD_ONLY,
                    now >= filled && now <= most,
                    order.orderId(),
                    "filled went to " + event.filled() + " of " + order.amount() + " at sequence " + event.sequence());
            status = event.status();
            filled = now;
        }
        findings.check(
                Law.FORWARD_ONLY,
                order.filled().units() <= amount,
                order.orderId(),
                "filled " + order.filled() + " of " + order.amount());
        if (!events.isEmpty()) {
            findings.check(
                    Law.FORWARD_ONLY,
                    order.status() == status && order.filled().units() == filled,
                    order.orderId(),
                    "stored as " + order.status() + " " + order.filled() + ", its last event says " + status);
        }
    }

    private static void contiguous(int partition, List<Entry.Event> stream, Findings findings) {
        for (int i = 1; i < stream.size(); i++) {
            long before = stream.get(i - 1).sequence();
            long now = stream.get(i).sequence();
            findings.check(
                    Law.UNBROKEN,
                    now == before + 1,
                    stream.get(i).orderId(),
                    "partition " + partition + ": " + now + " follows " + before);
        }
    }
}
