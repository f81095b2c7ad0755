package tradelab.trading.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.trading.OrderStatus;

/** Nothing new arrives after a stop, until trading goes on. */
final class StopLaw {
    /*
     * A stop that tells the last sequence before it needs no clock of the gateway: what is sent is written first, so an
     * order may arrive, while the stop stands, as often as it was written to be sent up to that sequence. Any other stop
     * is held against the time at which it was answered.
     */

    private StopLaw() {}

    static void check(History history, Findings findings) {
        if (history.controls.stream().noneMatch(Entry.Kill.class::isInstance)) {
            findings.notChecked(Law.STOPPED_MEANS_STOPPED, "no kill in the histories");
            return;
        }
        Map<Entry.Order, List<Entry.Arrival>> arrived = new LinkedHashMap<>();
        for (Entry.Arrival arrival : history.arrivals) {
            if (arrival.kind() == Entry.Kind.NEW) {
                Entry.Order order = history.ordersByClientId.get(arrival.clientId());
                byTime(history, arrival, order, findings);
                if (order != null) {
                    arrived.computeIfAbsent(order, _ -> new ArrayList<>(1)).add(arrival);
                }
            }
        }
        Map<Scope, Entry.Kill> standing = new HashMap<>();
        for (Entry control : history.controls) {
            switch (control) {
                case Entry.Kill kill -> {
                    if (kill.through() != null) {
                        bySteps(history, standing.put(kill.scope(), kill), kill.atMillis(), arrived, findings);
                    }
                }
                case Entry.Resume resume ->
                    bySteps(history, standing.remove(resume.scope()), resume.atMillis(), arrived, findings);
                default -> throw new IllegalStateException("no control: " + control);
            }
        }
        standing.values().forEach(kill -> bySteps(history, kill, Long.MAX_VALUE, arrived, findings));
    }

    private static void bySteps(
            History history,
            Entry.@Nullable Kill kill,
            long endMillis,
            Map<Entry.Order, List<Entry.Arrival>> arrived,
            Findings findings) {
        if (kill == null || kill.through() == null) {
            return;
        }
        List<Long> through = kill.through();
        Set<String> spared = Set.copyOf(kill.inFlight());
        arrived.forEach((order, arrivals) -> {
            List<Entry.Event> steps = history.events.getOrDefault(order.orderId(), List.of());
            if (steps.isEmpty() || !kill.scope().has(order) || spared.contains(order.orderId())) {
                return;
            }
            long came = arrivals.stream()
                    .filter(arrival -> arrival.atMillis() < endMillis)
                    .count();
            int partition = steps.getFirst().partition();
            long last = partition < through.size() ? through.get(partition) : 0;
            long sent = steps.stream()
                    .filter(step -> step.status() == OrderStatus.SENDING && step.sequence() <= last)
                    .mapToLong(Entry.Event::batch)
                    .distinct()
                    .count();
            findings.check(
                    Law.STOPPED_MEANS_STOPPED,
                    came <= sent,
                    order.orderId(),
                    "arrived " + came + " times, and was to be sent " + sent + " times when trading was stopped after"
                            + " sequence " + last + " of partition " + partition);
        });
    }

    private static void byTime(History history, Entry.Arrival arrival, Entry.@Nullable Order order, Findings findings) {
        Entry.Kill kill = killed(history.controls, order, arrival.atMillis());
        findings.check(
                Law.STOPPED_MEANS_STOPPED,
                kill == null || (order != null && kill.inFlight().contains(order.orderId())),
                history.name(arrival.clientId()),
                "arrived at " + arrival.atMillis() + ", after trading was stopped at "
                        + (kill == null ? 0 : kill.atMillis()));
    }

    private static Entry.@Nullable Kill killed(List<Entry> controls, Entry.@Nullable Order order, long atMillis) {
        Map<Scope, Entry.Kill> holding = new LinkedHashMap<>();
        for (Entry control : controls) {
            if (control instanceof Entry.Kill kill
                    && kill.through() == null
                    && kill.atMillis() < atMillis
                    && kill.scope().has(order)) {
                holding.put(kill.scope(), kill);
            } else if (control instanceof Entry.Resume resume && resume.atMillis() <= atMillis) {
                holding.remove(resume.scope());
            }
        }
        return holding.isEmpty() ? null : holding.values().iterator().next();
    }
}
