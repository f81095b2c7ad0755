package tradelab.monitor.history;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.monitor.ServiceSample;

/** What the {@link Roster} knows of one instance. Not thread-safe. */
final class Member {
    /** The longest status that is kept; it is meant for people. */
    private static final int STATUS_LENGTH_MAX = 120;

    private static final String DRAINING = "draining";

    private final SampleRing ring;
    private ServiceSample newest;
    private long heardMillis;

    Member(ServiceSample first, int samplesMax, long nowMillis) {
        this.ring = new SampleRing(samplesMax);
        this.newest = first;
        this.heardMillis = nowMillis;
    }

    Arrival accept(ServiceSample sample, long nowMillis) {
        Arrival arrival = ring.add(sample.epochMillis(), sample.values());
        if (arrival == Arrival.RECORDED) {
            newest = sample;
            heardMillis = nowMillis;
        }
        return arrival;
    }

    String service() {
        return newest.service();
    }

    String instance() {
        return newest.instance();
    }

    long silentMillis(long nowMillis) {
        return Math.max(0, nowMillis - heardMillis);
    }

    SampleRing ring() {
        return ring;
    }

    InstanceView view(long nowMillis, long lostAfterMillis) {
        Map<String, Double> values = new LinkedHashMap<>();
        newest.values().forEach((key, value) -> {
            @Nullable Double edge = Double.isFinite(value) ? Series.atEdge(value) : null;
            if (edge != null) {
                values.put(key, edge);
            }
        });
        return new InstanceView(
                newest.service(),
                newest.instance(),
                state(nowMillis, lostAfterMillis),
                status(),
                newest.startedEpochMillis(),
                Math.max(0, newest.epochMillis() - newest.startedEpochMillis()),
                newest.epochMillis(),
                silentMillis(nowMillis),
                values);
    }

    InstanceSeries series(long fromEpochMillis) {
        Map<String, List<@Nullable Double>> values = new LinkedHashMap<>();
        for (String key : ring.keys().stream().sorted().toList()) {
            values.put(key, ring.read(key, fromEpochMillis).values());
        }
        return new InstanceSeries(
                service(), instance(), ring.read("", fromEpochMillis).epochMillis(), values);
    }

    private InstanceState state(long nowMillis, long lostAfterMillis) {
        boolean draining = !newest.ready() && status().startsWith(DRAINING);
        if (silentMillis(nowMillis) > lostAfterMillis) {
            return draining ? InstanceState.STOPPED : InstanceState.LOST;
        }
        if (draining) {
            return InstanceState.DRAINING;
        }
        return newest.ready() ? InstanceState.READY : InstanceState.WAITING;
    }

    private String status() {
        String status = Objects.requireNonNullElse(newest.status(), "");
        return status.length() <= STATUS_LENGTH_MAX ? status : status.substring(0, STATUS_LENGTH_MAX);
    }
}
