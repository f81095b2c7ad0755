package tradelab.runtime;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** One service of the suite, as the host that starts it sees it. */
public interface Service {
    /** For people and labels: {@code trading-service}. */
    String name();

    /** First part of its settings keys: {@code trading}. */
    String prefix();

    /** Defaults of its own that the mapping interfaces cannot carry, ports above all. */
    Map<String, String> defaults();

    /** Its {@code @ConfigMapping} interfaces. */
    List<Class<?>> settings();

    /**
     * Starts it, on an event loop of its own.
     *
     * @return completes when it can serve; fails if it cannot start at all. A store or venue that is merely away is not
     *     a reason to fail if the service can wait for it
     */
    Future<Void> start(ServiceContext context);
}
