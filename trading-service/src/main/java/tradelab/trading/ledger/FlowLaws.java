package tradelab.trading.ledger;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        stopped(history, findings);
        rate(history, findings);
    }

    private static void inTurn(History history, Findings findings) {
        Map<String, Entry.Event> latest = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (Entry.Arrival arrival : history.arrivals) {
            Entry.Order order = history.ordersByClientId.get(arrival.clientId());
            String name = order == null ? "venue client id " + arrival.clientId() : order.orderId();
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
                String lane = order.account() + " " + order.instrument() + " " + step.partition() + " "
                        + (order.priority() == null ? 0 : order.priority());
                Entry.Event before = latest.put(lane, step);
                findings.check(
                        Law.IN_TURN,
                        before == null || before.sequence() < step.sequence(),
                        name,
                        "arrived after " + (before == null ? "" : before.orderId()) + ", which was accepted later");
            }
        }
        if (history.events.isEmpty()) {
            findings.notChecked(Law.IN_TURN, "no events of the gateway: only cancels were checked");
        }
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
                if (concerns(limit.account(), limit.instrument(), order)) {
                    sums[i] += now - before;
                    findings.check(
                            Law.EXPOSURE,
                            now <= before || sums[i] <= limit.amount().units(),
                            order == null ? "venue client id " + clientId : order.orderId(),
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

    private static boolean concerns(
            @Nullable String account, @Nullable String instrument, Entry.@Nullable Order order) {
        return order == null
                ? account == null && instrument == null
                : (account == null || account.equals(order.account()))
                        && (instrument == null || instrument.equals(order.instrument()));
    }

    private static boolean isOf(@Nullable String venue, Entry.@Nullable Order order) {
        return venue == null || (order != null && order.instrument().startsWith(venue + ":"));
    }

    private static void stopped(History history, Findings findings) {
        if (history.controls.stream().noneMatch(Entry.Kill.class::isInstance)) {
            findings.notChecked(Law.STOPPED_MEANS_STOPPED, "no kill in the histories");
            return;
        }
        for (Entry.Arrival arrival : history.arrivals) {
            if (arrival.kind() == Entry.Kind.NEW) {
                Entry.Order order = history.ordersByClientId.get(arrival.clientId());
                Entry.Kill kill = killed(history.controls, order, arrival.atMillis());
                findings.check(
                        Law.STOPPED_MEANS_STOPPED,
                        kill == null || (order != null && kill.inFlight().contains(order.orderId())),
                        order == null ? "venue client id " + arrival.clientId() : order.orderId(),
                        "arrived at " + arrival.atMillis() + ", after trading was stopped at "
                                + (kill == null ? 0 : kill.atMillis()));
            }
        }
    }

    private static Entry.@Nullable Kill killed(List<Entry> controls, Entry.@Nullable Order order, long atMillis) {
        Map<String, Entry.Kill> holding = new LinkedHashMap<>();
        for (Entry control : controls) {
            if (control instanceof Entry.Kill kill
                    && kill.atMillis() < atMillis
                    && concerns(kill.account(), kill.instrument(), order)
                    && isOf(kill.venue(), order)) {
                holding.put(kill.account() + " " + kill.venue() + " " + kill.instrument(), kill);
            } else if (control instanceof Entry.Resume resume && resume.atMillis() <= atMillis) {
                holding.remove(resume.account() + " " + resume.venue() + " " + resume.instrument());
            }
        }
        return holding.isEmpty() ? null : holding.values().iterator().next();
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
                            "venue client id " + arrival.clientId(),
                            window.size() + " calls in " + limit.windowMillis() + " ms, the limit is " + limit.calls());
                }
            }
            if (calls.isEmpty()) {
                findings.notChecked(Law.RATE, "the venue does not say what arrived in one call");
            }
        }
    }
}
