package tradelab.runtime;

import io.smallrye.config.ConfigMapping;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Price;
import tradelab.contracts.ServiceException;
import tradelab.runtime.http.HttpApi;
import tradelab.runtime.http.SocketEnd;
import tradelab.runtime.settings.HasManagement;
import tradelab.runtime.settings.HttpSettings;

/** The smallest service that uses all of the runtime. */
final class ProbeService implements Service {
    final AtomicReference<Future<Void>> dependency = new AtomicReference<>(Future.succeededFuture());
    final List<String> drained = new java.util.concurrent.CopyOnWriteArrayList<>();

    @ConfigMapping(prefix = "probe")
    interface ProbeSettings extends HasManagement {
        HttpSettings http();
    }

    record Order(String name, Price price) {}

    @Override
    public String name() {
        return "probe-service";
    }

    @Override
    public String prefix() {
        return "probe";
    }

    @Override
    public Map<String, String> defaults() {
        return Map.of("probe.http.port", "0", "probe.management.port", "0");
    }

    @Override
    public List<Class<?>> settings() {
        return List.of(ProbeSettings.class);
    }

    @Override
    public Future<Void> start(ServiceContext context) {
        context.readiness("dependency", dependency::get);
        context.onClose("store", () -> step("store"));
        context.onDrain("first", () -> step("first"));
        context.onDrain("second", () -> step("second"));
        context.sample(values -> values.put("probe", 1.0));
        return HttpApi.create(context, context.settings(ProbeSettings.class).http())
                .operation("getThing", request -> switch (request.path("id")) {
                    case "none" -> Future.failedFuture(new ServiceException(FailureKind.NOT_FOUND, "thing: no such"));
                    case "busy" -> Future.failedFuture(new ServiceException(FailureKind.OVERLOADED, "try later"));
                    case "bug" -> throw new IllegalStateException("a defect");
                    default ->
                        Future.succeededFuture(
                                Map.of("id", request.path("id"), "depth", request.query("depth", 5, 1, 10)));
                })
                .operation("search", request -> Future.succeededFuture(Map.of()))
                .routes(router -> router.get("/socket").handler(routing -> {
                    var _ = routing.request().toWebSocket().onSuccess(socket -> {
                        socket.textMessageHandler(_ -> {});
                        SocketEnd.explainTooBig(socket);
                    });
                }))
                .strict("postOrder", request -> Future.succeededFuture(request.body(Order.class)))
                .listen("tradelab/runtime/probe.yaml")
                .mapEmpty();
    }

    private Future<Void> step(String name) {
        drained.add(name);
        return Future.succeededFuture();
    }
}
