package tradelab.monitor.history;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.monitor.ServiceSample;

/**
 * Every instance that has spoken lately, with its bounded history. Not thread-safe: it belongs to the verticle that
 * collects. Time is passed in, in milliseconds since the epoch, and is our clock's.
 */
public final class Roster {
    private record Id(String service, String instance) {}

    private static final Comparator<InstanceView> BY_SERVICE_AND_AGE = Comparator.comparing(InstanceView::service)
            .thenComparingLong(InstanceView::startedEpochMillis)
            .thenComparing(InstanceView::instance);

    private final RosterLimits limits;
    private final Map<Id, Member> members = new HashMap<>();

    public Roster(RosterLimits limits) {
        this.limits = limits;
    }

    /** Takes a sample in, and says what became of it. */
    public Arrival accept(ServiceSample sample, long nowMillis) {
        if (Math.abs(sample.epochMillis() - nowMillis) > limits.clockSkewMaxMillis()) {
            return Arrival.CLOCK_SKEWED;
        }
        Id id = new Id(sample.service(), sample.instance());
        Member member = members.get(id);
        if (member == null) {
            if (members.size() == limits.instancesMax() && !forgetMostSilent(nowMillis)) {
                return Arrival.ROSTER_FULL;
            }
            member = new Member(sample, limits.samplesMax(), nowMillis);
            members.put(id, member);
        }
        return member.accept(sample, nowMillis);
    }

    /** Forgets who has been silent for too long; returns how many. */
    public int sweep(long nowMillis) {
        int before = members.size();
        members.values().removeIf(member -> member.silentMillis(nowMillis) > limits.removeAfterMillis());
        return before - members.size();
    }

    public int size() {
        return members.size();
    }

    /** Returns every known instance, ordered by service and by start. */
    public List<InstanceView> instances(long nowMillis) {
        return members.values().stream()
                .map(member -> member.view(nowMillis, limits.lostAfterMillis()))
                .sorted(BY_SERVICE_AND_AGE)
                .toList();
    }

    /** Returns whether any instance of {@code service} is known. */
    public boolean knows(String service) {
        return members.values().stream().anyMatch(member -> member.service().equals(service));
    }

    /** Returns every key that an instance of {@code service} has reported, sorted. */
    public Set<String> keys(String service) {
        Set<String> keys = new TreeSet<>();
        members.values().stream()
                .filter(member -> member.service().equals(service))
                .forEach(member -> keys.addAll(member.ring().keys()));
        return keys;
    }

    /** Returns one series per instance of {@code service}, ordered by instance. */
    public List<KeySeries> history(String service, String key, long fromEpochMillis) {
        return members.values().stream()
                .filter(member -> member.service().equals(service))
                .sorted(Comparator.comparing(Member::instance))
                .map(member -> {
                    Series series = member.ring().read(key, fromEpochMillis);
                    return new KeySeries(member.instance(), series.epochMillis(), series.values());
                })
                .toList();
    }

    /** Returns all that is remembered from {@code fromEpochMillis} on. */
    public List<InstanceSeries> everything(long fromEpochMillis) {
        return members.values().stream()
                .sorted(Comparator.comparing(Member::service).thenComparing(Member::instance))
                .map(member -> member.series(fromEpochMillis))
                .toList();
    }

    private boolean forgetMostSilent(long nowMillis) {
        Map.@Nullable Entry<Id, Member> mostSilent = members.entrySet().stream()
                .max(Comparator.comparingLong(entry -> entry.getValue().silentMillis(nowMillis)))
                .orElse(null);
        if (mostSilent == null || mostSilent.getValue().silentMillis(nowMillis) <= limits.lostAfterMillis()) {
            return false;
        }
        members.remove(mostSilent.getKey());
        return true;
    }
}
