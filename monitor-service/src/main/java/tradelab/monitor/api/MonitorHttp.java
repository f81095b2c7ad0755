package tradelab.monitor.api;

import io.vertx.core.Future;
import java.util.List;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Require;
import tradelab.contracts.ServiceException;
import tradelab.monitor.collect.CollectorVerticle;
import tradelab.monitor.collect.CollectorVerticle.Known;
import tradelab.monitor.history.InstanceView;
import tradelab.monitor.history.KeySeries;
import tradelab.monitor.verdict.Overview;
import tradelab.monitor.verdict.Overviews;
import tradelab.runtime.http.ApiRequest;

/** Answers the operations of {@code openapi.yaml} from what the collector knows. */
public final class MonitorHttp {
    private static final int SECONDS_MAX = 86_400;
    private static final int SECONDS_DEFAULT = 300;
    private static final int KEY_LENGTH_MAX = 64;

    /** Every known instance, now. */
    public record Services(long epochMillis, List<InstanceView> services) {}

    /** One key of one service, a series for each of its instances. */
    public record KeyHistory(long epochMillis, String service, String key, int seconds, List<KeySeries> series) {}

    private final CollectorVerticle collector;

    public MonitorHttp(CollectorVerticle collector) {
        this.collector = collector;
    }

    /** Operation {@code services}. */
    public Future<Services> services(ApiRequest request) {
        return collector.ask(known -> new Services(known.epochMillis(), known.instances()));
    }

    /** Operation {@code overview}. */
    public Future<Overview> overview(ApiRequest request) {
        return collector.ask(known -> Overviews.of(known.instances(), known.epochMillis()));
    }

    /** Operation {@code history}. */
    public Future<KeyHistory> history(ApiRequest request) {
        String service = Require.id("service", request.query("service"));
        String key = Require.text("key", request.query("key"), KEY_LENGTH_MAX);
        int seconds = (int) request.query("seconds", SECONDS_DEFAULT, 1, SECONDS_MAX);
        return collector.ask(known -> history(known, service, key, seconds));
    }

    static KeyHistory history(Known known, String service, String key, int seconds) {
        if (!known.roster().knows(service)) {
            throw new ServiceException(
                    FailureKind.NOT_FOUND, "service: expected one that has reported, got '" + service + "'");
        }
        if (!known.roster().keys(service).contains(key)) {
            throw new ServiceException(
                    FailureKind.NOT_FOUND,
                    "key: expected one of " + known.roster().keys(service) + ", got '" + key + "'");
        }
        long from = known.epochMillis() - seconds * 1000L;
        return new KeyHistory(
                known.epochMillis(), service, key, seconds, known.roster().history(service, key, from));
    }
}
