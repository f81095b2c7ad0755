package tradelab.trading.ledger;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tradelab.contracts.trading.OrderRef;
import tradelab.trading.ledger.Entry.Outcome;

/** What clients were told, against what the gateway stored. */
final class ClientLaws {
    private static final String NO_CLIENT = "no history of a client";

    private ClientLaws() {}

    static void check(History history, Findings findings) {
        if (history.calls.isEmpty()) {
            findings.notChecked(Law.ACKNOWLEDGED_IS_STORED, NO_CLIENT);
            findings.notChecked(Law.REFUSED_NEVER_ARRIVES, NO_CLIENT);
            findings.notChecked(Law.UNANSWERED_AT_MOST_ONCE, NO_CLIENT);
            findings.notChecked(Law.SAME_NAME_SAME_ANSWER, NO_CLIENT);
            return;
        }
        history.calls.forEach((ref, calls) -> {
            List<Entry.Order> stored = history.ordersByRef.getOrDefault(ref, List.of());
            String name = ref.account() + "/" + ref.clientOrderId();
            if (has(calls, Outcome.OK)) {
                acknowledged(calls, stored, name, findings);
            } else if (has(calls, Outcome.INFO)) {
                unanswered(history, stored, name, findings);
            } else if (calls.stream().allMatch(call -> call.outcome() == Outcome.FAIL)) {
                findings.check(
                        Law.REFUSED_NEVER_ARRIVES, stored.isEmpty(), name, "refused, and yet stored as " + ids(stored));
            }
            sameAnswer(calls, stored, name, findings);
        });
        history.ordersByRef.forEach((ref, orders) -> asked(history, ref, orders, findings));
    }

    private static void acknowledged(List<Entry.Call> calls, List<Entry.Order> stored, String name, Findings findings) {
        findings.check(
                Law.ACKNOWLEDGED_IS_STORED, !stored.isEmpty(), name, "acknowledged, and not stored: the order is lost");
        findings.check(Law.ACKNOWLEDGED_IS_STORED, stored.size() <= 1, name, "stored more than once: " + ids(stored));
        for (Entry.Call call : calls) {
            if (call.outcome() == Outcome.OK && call.orderId() != null && stored.size() == 1) {
                findings.check(
                        Law.ACKNOWLEDGED_IS_STORED,
                        call.orderId().equals(stored.getFirst().orderId()),
                        name,
                        "acknowledged as " + call.orderId() + ", stored as " + ids(stored));
            }
        }
    }

    private static void unanswered(History history, List<Entry.Order> stored, String name, Findings findings) {
        long accepted = stored.stream()
                .mapToLong(order -> history.accepted
                        .getOrDefault(order.clientId(), List.of())
                        .size())
                .sum();
        findings.check(
                Law.UNANSWERED_AT_MOST_ONCE,
                stored.size() <= 1 && accepted <= 1,
                name,
                "not answered; stored " + stored.size() + " times, accepted by the venue " + accepted + " times");
    }

    private static void sameAnswer(List<Entry.Call> calls, List<Entry.Order> stored, String name, Findings findings) {
        Set<String> bodies = new HashSet<>();
        Set<String> answers = new HashSet<>();
        for (Entry.Call call : calls) {
            if (call.outcome() == Outcome.OK) {
                bodies.add(call.body());
                if (call.orderId() != null) {
                    answers.add(call.orderId());
                }
            }
        }
        findings.check(
                Law.SAME_NAME_SAME_ANSWER,
                bodies.size() <= 1 && answers.size() <= 1,
                name,
                "acknowledged for " + bodies.size() + " different requests, as " + answers);
        boolean conflict = has(calls, Outcome.CONFLICT);
        boolean oneBody = calls.stream().map(Entry.Call::body).distinct().count() == 1;
        findings.check(
                Law.SAME_NAME_SAME_ANSWER,
                !conflict || (!stored.isEmpty() && !oneBody),
                name,
                "refused as the name of another order, and there is none");
    }

    private static void asked(History history, OrderRef ref, List<Entry.Order> orders, Findings findings) {
        findings.check(
                Law.NO_STRANGER,
                history.calls.containsKey(ref),
                orders.getFirst().orderId(),
                "stored, and no client asked for it");
    }

    private static boolean has(List<Entry.Call> calls, Outcome outcome) {
        return calls.stream().anyMatch(call -> call.outcome() == outcome);
    }

    private static List<String> ids(List<Entry.Order> orders) {
        return orders.stream().map(Entry.Order::orderId).toList();
    }
}
