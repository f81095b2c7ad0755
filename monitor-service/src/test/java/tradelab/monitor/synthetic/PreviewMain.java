package tradelab.monitor.synthetic;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import tradelab.contracts.monitor.MonitorApi;
import tradelab.contracts.monitor.ServiceSample;
import tradelab.monitor.MonitorService;
import tradelab.runtime.ServiceHost;

/**
 * Shows the live page with a made-up suite behind it, ten minutes of the past included: {@code PreviewMain [PORT]
 * [healthy|troubled|idle]}.
 */
public final class PreviewMain {
    private static final long PAST_SECONDS = 600;

    private PreviewMain() {}

    public static void main(String[] args) {
        String port = args.length > 0 ? args[0] : "8084";
        String mood = args.length > 1 ? args[1] : "healthy";
        Map<String, String> settings =
                Map.of("monitor.http.port", port, "monitor.management.port", "0", "monitor.clock-skew-max", "1h");
        ServiceHost.start(settings, new MonitorService())
                .onSuccess(host -> {
                    if (!mood.equals("idle")) {
                        play(host.vertx(), new SyntheticSuite(System.currentTimeMillis(), mood.equals("troubled")));
                    }
                })
                .onFailure(cause -> System.err.println(cause.getMessage()));
    }

    private static void play(Vertx vertx, SyntheticSuite suite) {
        long now = System.currentTimeMillis();
        for (long second = PAST_SECONDS; second > 0; second--) {
            publish(vertx, suite.at(now - second * 1000));
        }
        vertx.setPeriodic(1000, _ -> publish(vertx, suite.at(System.currentTimeMillis())));
    }

    private static void publish(Vertx vertx, List<ServiceSample> samples) {
        // The real monitor speaks for itself.
        samples.stream()
                .filter(sample -> !sample.service().equals("monitor-service"))
                .forEach(sample -> MonitorApi.SAMPLES.publish(vertx.eventBus(), sample));
    }
}
