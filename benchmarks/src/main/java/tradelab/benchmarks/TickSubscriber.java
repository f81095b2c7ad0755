package tradelab.benchmarks;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import tradelab.contracts.marketdata.MarketDataApi;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.QuoteBatch;
import tradelab.runtime.ServiceHost;

/**
 * A process of its own that subscribes to quotes as any part of the suite does, and to the bare buffers of the peer. It
 * counts them, says so after every few batches, and takes down how old they were.
 */
final class TickSubscriber extends VerticleBase {
    static final String BARE = "benchmark.ticks.bare";
    static final String ACKNOWLEDGED = "benchmark.ticks.acknowledged";
    static final String CONTROL = "benchmark.ticks.control";
    static final int BATCHES_AN_ACKNOWLEDGEMENT = 8;
    private static final long MICROS_MAX = TimeUnit.MINUTES.toMicros(1);

    private Histogram micros = new Histogram(MICROS_MAX, 3);
    private boolean timing;
    private int batches;
    private long ticks;
    private long units;

    /** @param args the port of Hazelcast, which is the first member's */
    public static void main(String[] args) {
        ServiceHost host = Awaiting.await(ServiceHost.start(cluster(Integer.parseInt(args[0]), args[0])));
        var _ = Awaiting.await(host.vertx().deployVerticle(new TickSubscriber()));
        System.out.println("subscriber ready http=" + args[0]);
    }

    /** Returns the settings of a member on {@code port} that looks for the one on {@code first}. */
    static Map<String, String> cluster(int port, String first) {
        return Map.of(
                "cluster.mode", "clustered",
                "cluster.name", "bus-ticks",
                "cluster.port", Integer.toString(port),
                "cluster.members", "127.0.0.1:" + first,
                "cluster.partitions", "31");
    }

    @Override
    public Future<?> start() {
        EventBus bus = vertx.eventBus();
        return Future.join(
                MarketDataApi.QUOTES.subscribe(bus, this::heard).completion(),
                bus.<Buffer>consumer(BARE, message -> bare(message.body())).completion(),
                bus.consumer(CONTROL, this::told).completion());
    }

    private void heard(QuoteBatch batch) {
        long now = System.nanoTime() / 1_000;
        for (Quote quote : batch.quotes()) {
            units += quote.bidAmount().units() ^ quote.sequence();
            if (timing) {
                aged(now - quote.venueEpochMillis());
            }
        }
        counted(batch.quotes().size());
    }

    /** The peer's message: how many ticks, when in microseconds, and bytes that nobody looks at. */
    private void bare(Buffer body) {
        if (timing) {
            aged(System.nanoTime() / 1_000 - body.getLong(Integer.BYTES));
        }
        counted(body.getInt(0));
    }

    private void aged(long age) {
        micros.recordValue(Math.clamp(age, 0, MICROS_MAX));
    }

    private void counted(int count) {
        ticks += count;
        if (++batches % BATCHES_AN_ACKNOWLEDGEMENT == 0 && !timing) {
            vertx.eventBus().send(ACKNOWLEDGED, BATCHES_AN_ACKNOWLEDGEMENT);
        }
    }

    /** {@code begin}, {@code time}: what comes from now on; {@code end}: what came since. */
    private void told(Message<String> command) {
        switch (command.body()) {
            case "begin", "time" -> {
                micros = new Histogram(MICROS_MAX, 3);
                batches = 0;
                ticks = 0;
                timing = command.body().equals("time");
                command.reply(new JsonObject());
            }
            default -> {
                timing = false;
                command.reply(new JsonObject()
                        .put("ticks", ticks)
                        .put("digest", units)
                        .put("p50", micros.getValueAtPercentile(50) / 1e3)
                        .put("p99", micros.getValueAtPercentile(99) / 1e3)
                        .put("longest", micros.getMaxValue() / 1e3));
            }
        }
    }

    /** Tells the subscriber's process, from another one. */
    static JsonObject tell(Vertx vertx, String command) {
        return Awaiting.await(vertx.eventBus().<JsonObject>request(CONTROL, command))
                .body();
    }
}
