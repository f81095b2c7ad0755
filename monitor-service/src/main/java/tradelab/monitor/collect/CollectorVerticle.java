package tradelab.monitor.collect;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.monitor.MonitorApi;
import tradelab.contracts.monitor.ServiceSample;
import tradelab.monitor.history.Arrival;
import tradelab.monitor.history.InstanceView;
import tradelab.monitor.history.Roster;
import tradelab.monitor.history.RosterLimits;
import tradelab.monitor.live.LiveMessages;
import tradelab.monitor.live.LiveStream;
import tradelab.monitor.live.Subscriber;
import tradelab.monitor.verdict.Overviews;

/**
 * Owns the {@link Roster} and the {@link LiveStream}: feeds the one from the event bus, and the other once a second.
 * Its public methods may be called from any thread once it is deployed; they hop to its event loop.
 */
public final class CollectorVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(CollectorVerticle.class);

    /** A refused sample is worth a line, but not one every second. */
    private static final long REFUSAL_LOG_MILLIS = 60_000;

    /**
     * The bounds of the live stream.
     *
     * @param tickMillis between two messages
     * @param subscribersMax how many may watch at the same time
     * @param unreadMax how many messages may wait for one of them
     */
    public record StreamLimits(long tickMillis, int subscribersMax, int unreadMax) {}

    private final Roster roster;
    private final StreamLimits stream;
    private final CollectorMeters meters;
    private final LongSupplier epochMillis;
    private long refusalLoggedMillis = Long.MIN_VALUE / 2;

    @SuppressWarnings("NullAway.Init") // set by start(), which Vert.x calls before anything else
    private MessageConsumer<?> consumer;

    @SuppressWarnings("NullAway.Init") // set by start(), which Vert.x calls before anything else
    private LiveStream live;

    /**
     * @param epochMillis {@link System#currentTimeMillis()} in production
     */
    public CollectorVerticle(
            RosterLimits limits, StreamLimits stream, MeterRegistry registry, LongSupplier epochMillis) {
        this.roster = new Roster(limits);
        this.stream = stream;
        this.meters = new CollectorMeters(registry);
        this.epochMillis = epochMillis;
    }

    @Override
    public Future<?> start() {
        live = new LiveStream(
                task -> context.runOnContext(_ -> task.run()), stream.subscribersMax(), stream.unreadMax());
        consumer = MonitorApi.SAMPLES.subscribe(vertx.eventBus(), this::accept);
        vertx.setPeriodic(stream.tickMillis(), _ -> tick());
        return consumer.completion();
    }

    @Override
    public Future<?> stop() {
        live.close();
        return consumer.unregister();
    }

    /** Answers {@code question} from what is known now. */
    public <T> Future<T> ask(Function<Known, T> question) {
        return onOwnLoop(() -> question.apply(new Known(roster, epochMillis.getAsLong())));
    }

    /**
     * What a question may look at.
     *
     * @param epochMillis now
     */
    public record Known(Roster roster, long epochMillis) {
        /** Returns every known instance as of now. */
        public List<InstanceView> instances() {
            return roster.instances(epochMillis);
        }
    }

    /** Sends {@code subscriber} the history, then every tick; false when too many watch already. */
    public Future<Boolean> subscribe(Subscriber subscriber) {
        return onOwnLoop(() -> {
            if (live.size() >= stream.subscribersMax()) {
                return false;
            }
            long now = epochMillis.getAsLong();
            return live.add(subscriber, LiveMessages.history(now, roster.everything(Long.MIN_VALUE)));
        });
    }

    /** Forgets {@code subscriber}. */
    public void unsubscribe(Subscriber subscriber) {
        context.runOnContext(_ -> live.remove(subscriber));
    }

    private <T> Future<T> onOwnLoop(Supplier<T> work) {
        Promise<T> answer = Promise.promise();
        context.runOnContext(_ -> {
            try {
                answer.complete(work.get());
            } catch (RuntimeException e) {
                answer.fail(e);
            }
        });
        return answer.future();
    }

    private void accept(ServiceSample sample) {
        long now = epochMillis.getAsLong();
        Arrival arrival = roster.accept(sample, now);
        meters.sample(arrival);
        boolean refused = arrival == Arrival.CLOCK_SKEWED || arrival == Arrival.ROSTER_FULL;
        if (refused && now - refusalLoggedMillis >= REFUSAL_LOG_MILLIS) {
            refusalLoggedMillis = now;
            LOG.warn(
                    "event=sample_refused outcome={} service={} instance={} ahead_millis={}",
                    arrival,
                    sample.service(),
                    sample.instance(),
                    sample.epochMillis() - now);
        }
    }

    private void tick() {
        long now = epochMillis.getAsLong();
        int forgotten = roster.sweep(now);
        if (forgotten > 0) {
            LOG.info("event=instances_forgotten count={} left={}", forgotten, roster.size());
        }
        List<InstanceView> instances = roster.instances(now);
        meters.second(instances, live.size(), live.cut());
        if (live.size() > 0) {
            live.send(LiveMessages.tick(Overviews.of(instances, now), instances));
        }
    }
}
