package tradelab.monitor.history;

import java.util.Map;
import tradelab.contracts.monitor.ServiceSample;

/** Short ways to samples and views for tests. */
public final class Samples {
    public static final RosterLimits LIMITS = new RosterLimits(4, 10, 3_000, 60_000, 5_000);

    private Samples() {}

    public static ServiceSample ready(String service, String instance, long epochMillis, Map<String, Double> values) {
        return new ServiceSample(service, instance, 0, epochMillis, 1_000, true, "ready", values);
    }

    public static ServiceSample waiting(String service, long epochMillis, String status) {
        return new ServiceSample(service, "a", 0, epochMillis, 1_000, false, status, Map.of());
    }

    public static InstanceView view(String service, InstanceState state, Map<String, Double> values) {
        return new InstanceView(service, "a", state, "", 0, 1_000, 1_000, 0, values);
    }
}
