package tradelab.loadgen.proxy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Require;
import tradelab.contracts.ServiceException;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.guard.TargetUrl;

/** All proxies of this service; their targets are those that may be loaded, and stores. Owned by one event loop. */
public final class FaultProxies {
    public static final int PROXIES_MAX = 32;

    private static final int PORT_MAX = 65_535;

    private final Vertx vertx;
    private final TargetGuard guard;
    private final Map<String, FaultProxy> proxies = new LinkedHashMap<>();
    private int starting;

    public FaultProxies(Vertx vertx, TargetGuard guard) {
        this.vertx = vertx;
        this.guard = guard;
    }

    /**
     * Starts a proxy.
     *
     * @param id unique among proxies
     * @param target {@code host:port}
     * @param port to listen on; 0 for any that is free
     * @return fails with {@link IllegalArgumentException} if the target may not be loaded
     */
    public Future<FaultProxy> start(String id, String target, int port, long seed) {
        String named = Require.id("id", id);
        var _ = Require.range("port", port, 0, PORT_MAX);
        if (proxies.containsKey(named)) {
            throw new ServiceException(FailureKind.CONFLICT, "proxy '" + id + "' exists");
        }
        if (proxies.size() + starting >= PROXIES_MAX) {
            throw new ServiceException(FailureKind.OVERLOADED, "there are " + PROXIES_MAX + " proxies");
        }
        TargetUrl url = TargetUrl.parse("http://" + Require.present("target", target));
        starting++;
        return vertx.executeBlocking(() -> guard.pinProxied(url), false)
                .compose(pinned ->
                        FaultProxy.start(vertx, named, Require.present("target", pinned), port, seed, System::nanoTime))
                .onComplete(_ -> starting--)
                .compose(proxy -> keep(proxy, url));
    }

    /** Two of the same name may have been started at once. */
    private Future<FaultProxy> keep(FaultProxy proxy, TargetUrl target) {
        if (proxies.putIfAbsent(proxy.id(), proxy) == null) {
            guard.closed().closeProxy(proxy.port(), target.port());
            return Future.succeededFuture(proxy);
        }
        return proxy.close()
                .transform(_ -> Future.failedFuture(
                        new ServiceException(FailureKind.CONFLICT, "proxy '" + proxy.id() + "' exists")));
    }

    public List<FaultProxy> all() {
        return List.copyOf(proxies.values());
    }

    public FaultProxy get(String id) {
        FaultProxy found = proxies.get(id);
        if (found == null) {
            throw new ServiceException(FailureKind.NOT_FOUND, "no proxy '" + id + "'");
        }
        return found;
    }

    public Future<Void> stop(String id) {
        FaultProxy proxy = get(id);
        proxies.remove(id);
        return end(proxy);
    }

    private Future<Void> end(FaultProxy proxy) {
        int port = proxy.port();
        return proxy.close().onComplete(_ -> guard.closed().endProxy(port));
    }

    /** Stops all of them. */
    public Future<Void> close() {
        List<Future<Void>> closed = all().stream().map(this::end).toList();
        proxies.clear();
        return Future.join(closed).mapEmpty();
    }
}
