package tradelab.trading.ledger;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;

/** The order and the pace in which things arrived at the venue. */
final class FlowLaws {
    private FlowLaws() {}

    static void check(History history, Findings findings) {
        if (!history.hasVenue()) {
            for (Law law : List.of(Law.IN_TURN, Law.EXPOSURE, Law.STOPPED_MEANS_STOPPED, Law.RATE)) {
                findings.notChecked(law, "no history of a venue");
            }
            return;
        }
        inTurn(history, findings);
        exposure(history, findings);
        StopLaw.check(history, findings);
        rate(history, findings);
    }

    private static void inTurn(History history, Findings findings) {
        Map<String, TreeMap<Integer, Entry.Event>> latest = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (Entry.Arrival arrival : history.arrivals) {
            Entry.Order order = history.ordersByClientId.get(arrival.clientId());
            String name = history.name(arrival.clientId());
            if (arrival.kind() != Entry.Kind.NEW) {
                findings.check(
                        Law.IN_TURN, seen.contains(arrival.clientId()), name, arrival.kind() + " before its order");
                continue;
            }
            if (!arrival.accepted() || !seen.add(arrival.clientId()) || order == null) {
                continue;
            }
            // an order whose call went wrong may be overtaken before its next attempt
            if (history.wentStraight(order.orderId())) {
                Entry.Event step = history.firstStep(order.orderId());
                String lane = order.account() + " " + order.instrument() + " " + step.partition();
                Entry.Event later = overtaker(latest.computeIfAbsent(lane, _ -> new TreeMap<>()), order, step);
                findings.check(
                        Law.IN_TURN,
                        later == null,
                        name,
                        "arrived after " + (later == null ? "" : later.orderId())
                                + ", which was accepted later and is no more urgent");
            }
        }
        if (history.events.isEmpty()) {
            findings.notChecked(Law.IN_TURN, "no events of the gateway: only cancels were checked");
        }
    }

    /**
     * Returns an order that arrived before this one though it was accepted later and has no higher priority, or null.
     *
     * @param latest for each priority, the order accepted last of those that have arrived; takes this one in
     */
    private static Entry.@Nullable Event overtaker(
            TreeMap<Integer, Entry.Event> latest, Entry.Order order, Entry.Event step) {
        int priority = order.priority() == null ? 0 : order.priority();
        Entry.Event overtaker = latest.headMap(priority, true).values().stream()
                .filter(other -> other.sequence() > step.sequence())
                .findFirst()
                .orElse(null);
        var _ = latest.merge(priority, step, (one, other) -> one.sequence() > other.sequence() ? one : other);
        return overtaker;
    }

    /** Resting amounts by account and instrument, as the venue saw them come and go. */
    private static void exposure(History history, Findings findings) {
        if (history.exposureLimits.isEmpty()) {
            findings.notChecked(Law.EXPOSURE, "no exposure-limit given");
            return;
        }
        Map<String, Long> open = new HashMap<>();
        long[] sums = new long[history.exposureLimits.size()];
        List<Entry> flow = Stream.of(
                        history.arrivals.stream()
                                .filter(arrival -> arrival.accepted() && arrival.kind() != Entry.Kind.CANCEL),
                        history.executions.values().stream().flatMap(List::stream),
                        history.closes.stream())
                .flatMap(entries -> entries)
                .map(Entry.class::cast)
                .sorted(Comparator.comparingLong(Entry::atMillis).thenComparingInt(FlowLaws::frees))
                .toList();
        for (Entry entry : flow) {
            String clientId = clientId(entry);
            long before = open.getOrDefault(clientId, 0L);
            long now = after(entry, before);
            open.put(clientId, now);
            Entry.Order order = history.ordersByClientId.get(clientId);
            for (int i = 0; i < sums.length; i++) {
                Entry.ExposureLimit limit = history.exposureLimits.get(i);
                if (limit.scope().has(order)) {
                    sums[i] += now - before;
                    findings.check(
                            Law.EXPOSURE,
                            now <= before || sums[i] <= limit.amount().units(),
                            history.name(clientId),
                            Decimals.format(sums[i]) + " rest at the venue, the limit is " + limit.amount());
                }
            }
        }
    }

    /** At one instant, what frees comes first. */
    private static int frees(Entry entry) {
        return entry instanceof Entry.Arrival ? 1 : 0;
    }

    private static String clientId(Entry entry) {
        return switch (entry) {
            case Entry.Arrival arrival -> arrival.clientId();
            case Entry.Execution execution -> execution.clientId();
            case Entry.Close close -> close.clientId();
            default -> "";
        };
    }

    private static long after(Entry entry, long before) {
        return switch (entry) {
            case Entry.Arrival arrival
            when arrival.kind() == Entry.Kind.NEW ->
                before + (arrival.amount() == null ? 0 : arrival.amount().units());
            case Entry.Arrival arrival ->
                arrival.amount() == null ? before : arrival.amount().units();
            case Entry.Execution execution ->
                Math.max(0, before - execution.amount().units());
            default -> 0;
        };
    }

    private static void rate(History history, Findings findings) {
        if (history.callLimits.isEmpty()) {
            findings.notChecked(Law.RATE, "no call-limit given");
            return;
        }
        for (Entry.CallLimit limit : history.callLimits) {
            ArrayDeque<Long> window = new ArrayDeque<>();
            Set<String> calls = new HashSet<>();
            for (Entry.Arrival arrival : history.arrivals) {
                if (arrival.call() != null && calls.add(arrival.call())) {
                    window.addLast(arrival.atMillis());
                    while (window.getFirst() <= arrival.atMillis() - limit.windowMillis()) {
                        window.removeFirst();
                    }
                    findings.check(
                            Law.RATE,
                            window.size() <= limit.calls(),
                            history.name(arrival.clientId()),
                            window.size() + " calls in " + limit.windowMillis() + " ms, the limit is " + limit.calls());
                }
            }
            if (calls.isEmpty()) {
                findings.notChecked(Law.RATE, "the venue does not say what arrived in one call");
            }
        }
    }
}
