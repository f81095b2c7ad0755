package tradelab.marketdata.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.ProtocolVersion;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;

/** How all connections are made: every limit named, nothing left to the library. */
final class RedisConnections {
    private static final int POOL_CLEANER_MILLIS = 30_000;
    private static final int RECYCLE_MILLIS = 180_000;
    private static final int NESTED_ARRAYS_MAX = 8;

    private RedisConnections() {}

    /** Both sides of one attempt to connect; closing them closes their sockets. */
    record Clients(Redis commands, NetClient reads) {
        Future<Void> close() {
            return Future.join(commands.close(), reads.close()).mapEmpty();
        }
    }

    static Clients clients(Vertx vertx, RedisSettings settings) {
        return new Clients(client(vertx, settings), vertx.createNetClient(net(settings)));
    }

    private static NetClientOptions net(RedisSettings settings) {
        return new NetClientOptions()
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setReconnectAttempts(0);
    }

    /** Returns a client for one connection; closing it closes the socket. */
    static Redis client(Vertx vertx, RedisSettings settings) {
        RedisOptions options = new RedisOptions()
                .setConnectionString("redis://" + settings.host() + ":" + settings.port())
                .setNetClientOptions(net(settings))
                .setProtocolNegotiation(true)
                .setPreferredProtocolVersion(ProtocolVersion.RESP3) // invalidations come as pushes
                .setMaxPoolSize(1)
                .setMaxPoolWaiting(1)
                .setMaxWaitingHandlers(settings.inFlightMax() + 2 * settings.batchMax())
                .setMaxNestedArrays(NESTED_ARRAYS_MAX)
                .setPoolCleanerInterval(POOL_CLEANER_MILLIS)
                .setPoolRecycleTimeout(RECYCLE_MILLIS);
        settings.password().ifPresent(password -> options.setPassword(password.value()));
        return Redis.createClient(vertx, options);
    }

    static Request ping() {
        return Request.cmd(Command.PING);
    }
}
