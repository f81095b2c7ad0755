package tradelab.trading.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.contracts.trading.OrderRef;
import tradelab.contracts.trading.OrderStatus;

/** All entries, found by every name. */
final class History {
    private static final int TIMELINE_MAX = 100;

    final Map<OrderRef, List<Entry.Call>> calls = new LinkedHashMap<>();
    final Map<String, Entry.Order> orders = new LinkedHashMap<>();
    final Map<OrderRef, List<Entry.Order>> ordersByRef = new HashMap<>();
    final Map<String, Entry.Order> ordersByClientId = new HashMap<>();
    final Map<String, List<Entry.Event>> events = new LinkedHashMap<>();
    final Map<Integer, List<Entry.Event>> streams = new LinkedHashMap<>();
    final Map<Integer, List<Entry.Group>> groups = new TreeMap<>();
    final Map<Integer, List<Entry.Head>> heads = new TreeMap<>();
    final Map<String, List<Entry.Fill>> fills = new LinkedHashMap<>();
    final List<Entry.Arrival> arrivals = new ArrayList<>();
    final Map<String, List<Entry.Arrival>> accepted = new LinkedHashMap<>();
    final Map<String, List<Entry.Execution>> executions = new LinkedHashMap<>();
    final List<Entry.Close> closes = new ArrayList<>();
    final List<Entry> controls = new ArrayList<>();
    final List<Entry.CallLimit> callLimits = new ArrayList<>();
    final List<Entry.ExposureLimit> exposureLimits = new ArrayList<>();

    private final List<Entry> all;

    History(List<Entry> entries, Findings findings) {
        this.all = entries;
        Set<Entry> once = new HashSet<>();
        for (Entry entry : entries) {
            if (mayRepeat(entry) || once.add(entry)) {
                add(entry, findings);
            } else {
                findings.broken(Law.SOUND_HISTORY, name(entry), "the same line twice: " + entry);
            }
        }
        findings.cases(Law.SOUND_HISTORY, entries.size());
        arrivals.sort(Comparator.comparingLong(Entry.Arrival::sequence));
        streams.values().forEach(stream -> stream.sort(Comparator.comparingLong(Entry.Event::sequence)));
        events.values().forEach(steps -> steps.sort(Comparator.comparingLong(Entry.Event::sequence)));
        controls.sort(Comparator.comparingLong(Entry::atMillis));
        groups.values()
                .forEach(stream -> stream.sort(Comparator.comparingLong(Entry.Group::firstSequence)
                        .thenComparingLong(Entry.Group::lastSequence)));
        heads.values().forEach(ends -> ends.sort(Comparator.comparingLong(Entry.Head::lastSequence)));
    }

    /**
     * Calls have no number of their own, and a client may well try two dead servers within a millisecond. Where a stream
     * ends may be what was noted before.
     */
    private static boolean mayRepeat(Entry entry) {
        return entry instanceof Entry.Head || (entry instanceof Entry.Call call && call.answeredMillis() == null);
    }

    private void add(Entry entry, Findings findings) {
        switch (entry) {
            case Entry.Call call ->
                calls.computeIfAbsent(ref(call.account(), call.clientOrderId()), _ -> new ArrayList<>(1))
                        .add(call);
            case Entry.Order order -> add(order, findings);
            case Entry.Event event -> {
                events.computeIfAbsent(event.orderId(), _ -> new ArrayList<>(4)).add(event);
                streams.computeIfAbsent(event.partition(), _ -> new ArrayList<>())
                        .add(event);
            }
            case Entry.Group group ->
                groups.computeIfAbsent(group.partition(), _ -> new ArrayList<>())
                        .add(group);
            case Entry.Head head ->
                heads.computeIfAbsent(head.partition(), _ -> new ArrayList<>(1)).add(head);
            case Entry.Fill fill ->
                fills.computeIfAbsent(fill.orderId(), _ -> new ArrayList<>(1)).add(fill);
            case Entry.Arrival arrival -> {
                arrivals.add(arrival);
                if (arrival.accepted() && arrival.kind() == Entry.Kind.NEW) {
                    accepted.computeIfAbsent(arrival.clientId(), _ -> new ArrayList<>(1))
                            .add(arrival);
                }
            }
            case Entry.Execution execution ->
                executions
                        .computeIfAbsent(execution.clientId(), _ -> new ArrayList<>(1))
                        .add(execution);
            case Entry.Close close -> closes.add(close);
            case Entry.Kill _, Entry.Resume _ -> controls.add(entry);
            case Entry.CallLimit limit -> callLimits.add(limit);
            case Entry.ExposureLimit limit -> exposureLimits.add(limit);
        }
    }

    private void add(Entry.Order order, Findings findings) {
        Entry.Order first = orders.putIfAbsent(order.orderId(), order);
        Entry.Order namesake = first == null ? ordersByClientId.putIfAbsent(order.clientId(), order) : null;
        if (first != null || namesake != null) {
            findings.broken(
                    Law.SOUND_HISTORY,
                    order.orderId(),
                    "two orders of the gateway under one id: " + (first != null ? first : namesake) + " and " + order);
        }
        ordersByRef
                .computeIfAbsent(ref(order.account(), order.clientOrderId()), _ -> new ArrayList<>(1))
                .add(order);
    }

    static OrderRef ref(String account, String clientOrderId) {
        return new OrderRef(account, clientOrderId);
    }

    /** Returns the first step of an order that has one: its acceptance. */
    Entry.Event firstStep(String orderId) {
        return Require.present("events", events.get(orderId)).getFirst();
    }

    /** Returns whether the gateway sent this order once and was never in doubt about it. */
    boolean wentStraight(String orderId) {
        List<Entry.Event> steps = events.getOrDefault(orderId, List.of());
        return steps.stream().noneMatch(step -> step.status() == OrderStatus.IN_DOUBT)
                && steps.stream()
                                .mapToLong(Entry.Event::batch)
                                .filter(batch -> batch > 0)
                                .distinct()
                                .count()
                        == 1;
    }

    /** Returns what to call the order of this client id: its order id, if the gateway has one. */
    String name(String clientId) {
        Entry.Order order = ordersByClientId.get(clientId);
        return order == null ? "venue client id " + clientId : order.orderId();
    }

    boolean hasVenue() {
        return !arrivals.isEmpty();
    }

    /** Returns all that is said about the thing with this name, and the stops that were about it, by time: a scan. */
    List<String> timeline(String name) {
        Set<String> names = new HashSet<>(Set.of(name));
        Entry.Order known = null;
        for (Entry.Order order : orders.values()) {
            if (names(order).contains(name)) {
                names.addAll(names(order));
                known = order;
            }
        }
        Entry.Order order = known;
        return all.stream()
                .filter(entry -> names(entry).stream().anyMatch(names::contains) || stops(entry, order))
                .sorted(Comparator.comparingLong(Entry::atMillis))
                .limit(TIMELINE_MAX)
                .map(entry -> entry.atMillis() + " " + entry)
                .toList();
    }

    private static boolean stops(Entry entry, Entry.@Nullable Order order) {
        return switch (entry) {
            case Entry.Kill kill -> kill.scope().has(order);
            case Entry.Resume resume -> resume.scope().has(order);
            default -> false;
        };
    }

    private static String name(Entry entry) {
        List<String> names = names(entry);
        return names.isEmpty() ? entry.getClass().getSimpleName() : names.getFirst();
    }

    /** Prefixes keep the ids of different rooms apart. */
    private static List<String> names(Entry entry) {
        return switch (entry) {
            case Entry.Call call -> List.of(call.account() + "/" + call.clientOrderId());
            case Entry.Order order ->
                List.of(
                        order.orderId(),
                        order.account() + "/" + order.clientOrderId(),
                        "venue client id " + order.clientId());
            case Entry.Event event -> List.of(event.orderId());
            case Entry.Fill fill -> List.of(fill.orderId());
            case Entry.Arrival arrival -> List.of("venue client id " + arrival.clientId());
            case Entry.Execution execution -> List.of("venue client id " + execution.clientId());
            case Entry.Close close -> List.of("venue client id " + close.clientId());
            case Entry.Group group -> group.suspects();
            case Entry.Head _, Entry.Kill _, Entry.Resume _, Entry.CallLimit _, Entry.ExposureLimit _ -> List.of();
        };
    }
}
