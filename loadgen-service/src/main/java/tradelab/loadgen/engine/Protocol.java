package tradelab.loadgen.engine;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;

/** Makes the exchange of one loop. */
@FunctionalInterface
public interface Protocol {

    /**
     * Where an exchange lives.
     *
     * @param context of the loop; whatever calls back does so there
     */
    record Home(Vertx vertx, Context context, Answers answers) {}

    Exchange open(EnginePlan plan, Home home);

    /** The lean way: HTTP/1.1 in bytes over plain TCP. */
    static Protocol http1(SocketAddress target, Duration connectTimeout) {
        return (plan, home) -> {
            Sockets sockets = new Sockets(
                    home.vertx(), home.context(), target, connectTimeout, plan.connections(), home.answers());
            Http1 http = new Http1(plan, sockets, home.answers());
            sockets.attach(http);
            return http;
        };
    }
}
