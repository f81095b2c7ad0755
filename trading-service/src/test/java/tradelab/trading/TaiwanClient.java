package tradelab.trading;

import static tradelab.testing.Await.await;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Another participant of the Taiwan market. Thread-safe. */
final class TaiwanClient {
    private final WebSocketClient client;
    private final WebSocket socket;
    private final Map<Long, Promise<JsonObject>> asked = new ConcurrentHashMap<>();
    private long ids;

    TaiwanClient(Vertx vertx, String url, String account, String secret) {
        client = vertx.createWebSocketClient();
        socket = await(client.connect(new WebSocketConnectOptions().setAbsoluteURI(url))
                .onSuccess(opened -> opened.textMessageHandler(this::heard)));
        var _ = ask(new JsonObject().put("op", "login").put("account", account).put("secret", secret));
    }

    private void heard(String text) {
        JsonObject frame = new JsonObject(text);
        Promise<JsonObject> promise =
                "reply".equals(frame.getString("type")) ? asked.remove(frame.getLong("id")) : null;
        if (promise != null) {
            promise.complete(frame);
        }
    }

    /** Returns the result; a refusal fails the test. */
    JsonObject ask(JsonObject request) {
        Promise<JsonObject> reply = Promise.promise();
        long id = ++ids;
        asked.put(id, reply);
        var _ = socket.writeTextMessage(request.put("id", id).encode());
        JsonObject frame = await(reply.future());
        if (!frame.getBoolean("ok")) {
            throw new AssertionError(frame.encode());
        }
        return frame.getJsonObject("result");
    }

    void sell(String id, String code, String price, long shares) {
        var _ = ask(new JsonObject()
                .put("op", "submit")
                .put("clientOrderId", id)
                .put("symbol", code)
                .put("side", "SELL")
                .put("orderType", "LIMIT")
                .put("price", price)
                .put("shares", shares));
    }
}
