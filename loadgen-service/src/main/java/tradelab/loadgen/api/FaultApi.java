package tradelab.loadgen.api;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.loadgen.definition.DurationText;
import tradelab.loadgen.fault.LocalFault;
import tradelab.loadgen.fault.LocalFaults;
import tradelab.loadgen.proxy.Fault;
import tradelab.loadgen.proxy.FaultProxies;
import tradelab.loadgen.proxy.FaultProxy;
import tradelab.runtime.http.ApiRequest;
import tradelab.runtime.http.HttpApi;
import tradelab.runtime.http.HttpReply;

/**
 * {@code /api/faults/proxies}: proxies that harm what passes through them; {@code /api/faults/local}: faults of the
 * processes of a suite on this machine.
 */
public final class FaultApi {
    private static final String BASE = "/api/faults/proxies";

    private static final String LOCAL = "/api/faults/local";

    private final FaultProxies proxies;
    private final LocalFaults local;

    /** The body that puts a fault of a process, or of the machine, into force. */
    record LocalBody(
            LocalFault.Kind kind,
            @Nullable String process,
            @Nullable Long amount,
            @Nullable String timeToLive) {
        LocalFault fault() {
            return LocalFault.of(
                    Require.present("kind", kind),
                    process,
                    amount,
                    timeToLive == null ? null : DurationText.parse("timeToLive", timeToLive));
        }
    }

    record LocalView(LocalFault.Kind kind, String process, long amount, long timeToLiveMillis) {
        static LocalView of(LocalFault fault) {
            return new LocalView(
                    fault.kind(),
                    fault.process(),
                    fault.amount(),
                    fault.timeToLive().toMillis());
        }
    }

    /** The body that makes a proxy. */
    record ProxyBody(
            String id,
            String target,
            @Nullable Integer port,
            @Nullable Long seed) {}

    /** The body that puts a fault into force. */
    record FaultBody(
            Fault.Kind kind,
            Fault.@Nullable Direction direction,
            @Nullable Long amount,
            @Nullable Long jitterMillis,
            @Nullable Double share,
            String timeToLive) {}

    /** A proxy as the API shows it. */
    record ProxyView(
            String id,
            String target,
            int port,
            long seed,
            int connections,
            long accepted,
            Map<String, FaultView> faults) {
        static ProxyView of(FaultProxy proxy) {
            Map<String, FaultView> shown = new LinkedHashMap<>();
            proxy.faults().forEach((id, fault) -> shown.put(id, FaultView.of(fault)));
            return new ProxyView(
                    proxy.id(),
                    proxy.target(),
                    proxy.port(),
                    proxy.seed(),
                    proxy.connections(),
                    proxy.accepted(),
                    shown);
        }
    }

    record FaultView(
            Fault.Kind kind,
            Fault.Direction direction,
            long amount,
            long jitterMillis,
            double share,
            long timeToLiveMillis) {
        static FaultView of(Fault fault) {
            return new FaultView(
                    fault.kind(),
                    fault.direction(),
                    fault.amount(),
                    fault.jitterMillis(),
                    fault.share(),
                    fault.timeToLive().toMillis());
        }
    }

    public FaultApi(FaultProxies proxies, LocalFaults local) {
        this.proxies = proxies;
        this.local = local;
    }

    public HttpApi mount(HttpApi http) {
        return http.strict("createProxy", this::create)
                .operation(
                        "listProxies",
                        _ -> Future.succeededFuture(Map.of(
                                "proxies",
                                proxies.all().stream().map(ProxyView::of).toList())))
                .operation("getProxy", request -> Future.succeededFuture(ProxyView.of(proxies.get(request.path("id")))))
                .strict(
                        "deleteProxy",
                        request -> proxies.stop(request.path("id")).map(Map.of("stopped", true)))
                .strict("createFault", this::harm)
                .strict("deleteFault", this::heal)
                .operation("listLocal", _ -> locals())
                .strict("createLocalFault", this::harmLocal)
                .strict(
                        "deleteLocalFault",
                        request -> local.heal(request.path("fault")).map(Map.of("ended", true)));
    }

    private Future<Map<String, Object>> locals() {
        return local.inForce()
                .compose(faults -> local.pids().map(pids -> {
                    Map<String, LocalView> shown = new LinkedHashMap<>();
                    faults.forEach((id, fault) -> shown.put(id, LocalView.of(fault)));
                    return Map.of("processes", pids, "faults", shown);
                }));
    }

    private Future<HttpReply> harmLocal(ApiRequest request) {
        return local.harm(request.body(LocalBody.class).fault())
                .map(id -> HttpReply.of(201, Map.of("faultId", id)).with("location", LOCAL + "/" + id));
    }

    private Future<HttpReply> create(ApiRequest request) {
        ProxyBody body = request.body(ProxyBody.class);
        int port = body.port() == null ? 0 : body.port();
        long seed = body.seed() == null ? 1 : body.seed();
        return proxies.start(body.id(), body.target(), port, seed)
                .map(proxy -> HttpReply.of(201, ProxyView.of(proxy)).with("location", BASE + "/" + proxy.id()));
    }

    private Future<HttpReply> harm(ApiRequest request) {
        FaultBody body = request.body(FaultBody.class);
        Fault fault = Fault.of(
                Require.present("kind", body.kind()),
                body.direction(),
                body.amount(),
                body.jitterMillis(),
                body.share(),
                DurationText.parse("timeToLive", Require.present("timeToLive", body.timeToLive())));
        FaultProxy proxy = proxies.get(request.path("id"));
        String faultId = proxy.harm(fault);
        return Future.succeededFuture(HttpReply.of(201, Map.of("faultId", faultId, "proxy", ProxyView.of(proxy)))
                .with("location", BASE + "/" + proxy.id() + "/faults/" + faultId));
    }

    private Future<ProxyView> heal(ApiRequest request) {
        FaultProxy proxy = proxies.get(request.path("id"));
        proxy.heal(request.path("fault"));
        return Future.succeededFuture(ProxyView.of(proxy));
    }
}
