package tradelab.monitor.live;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import tradelab.contracts.Json;
import tradelab.monitor.history.InstanceSeries;
import tradelab.monitor.history.InstanceView;
import tradelab.monitor.verdict.Overview;

/**
 * What a subscriber of the live stream gets: {@code history} once, then {@code tick} every second, as server-sent
 * events (HTML Living Standard, 9.2) whose data is one line of JSON.
 */
public final class LiveMessages {
    /** What came before the subscriber did. */
    record History(long epochMillis, List<InstanceSeries> instances) {}

    /** The newest sample of every instance, and what they add up to. */
    record Tick(long epochMillis, Overview overview, List<InstanceView> instances) {}

    private LiveMessages() {}

    /** Returns the first message: {@code instances} with all that is kept of them. */
    public static Buffer history(long nowMillis, List<InstanceSeries> instances) {
        return event("history", nowMillis, new History(nowMillis, instances));
    }

    /** Returns the message of a second. */
    public static Buffer tick(Overview overview, List<InstanceView> instances) {
        return event("tick", overview.epochMillis(), new Tick(overview.epochMillis(), overview, instances));
    }

    private static Buffer event(String name, long id, Object data) {
        return Buffer.buffer("event: " + name + "\nid: " + id + "\ndata: ")
                .appendBuffer(Json.write(data))
                .appendString("\n\n");
    }
}
