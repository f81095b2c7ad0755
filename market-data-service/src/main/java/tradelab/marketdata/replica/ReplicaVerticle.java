package tradelab.marketdata.replica;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.MarketDataApi;
import tradelab.contracts.marketdata.Quote.Validity;
import tradelab.contracts.marketdata.QuoteBatch;
import tradelab.contracts.marketdata.ReplicaState;
import tradelab.marketdata.cache.QuoteCache;
import tradelab.marketdata.cache.QuoteEntry;
import tradelab.marketdata.feed.Feeds;

/**
 * Shares the instruments with the other replicas of the cluster: says what is fed here, hears what they feed, and gives
 * the feeds what is theirs. Follows the quotes that the others publish.
 */
public final class ReplicaVerticle extends VerticleBase implements Routes {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicaVerticle.class);

    private final ReplicaSettings settings;
    private final String self;
    private final Feeds feeds;
    private final QuoteCache quotes;
    private final LongSupplier nowMillis;
    private final List<MessageConsumer<Object>> consumers = new ArrayList<>();
    private volatile Peers peers;
    private Set<Instrument> assigned = Set.of();
    private long startMillis;
    private @Nullable Promise<Void> handedOver;

    /** @param nowMillis a clock that never goes back */
    public ReplicaVerticle(
            ReplicaSettings settings, String self, Feeds feeds, QuoteCache quotes, LongSupplier nowMillis) {
        this.settings = settings;
        this.self = self;
        this.feeds = feeds;
        this.quotes = quotes;
        this.nowMillis = nowMillis;
        this.peers = Peers.alone(self);
    }

    /** Puts the gauges on the scrape. */
    public void bind(MeterRegistry meters) {
        var _ = Gauge.builder("replicas", this, one -> one.peers.size())
                .description("Replicas that share the instruments, this one included")
                .strongReference(true)
                .register(meters);
        var _ = Gauge.builder("replica.instruments", quotes, one -> one.owned().size())
                .description("Instruments that are fed here")
                .strongReference(true)
                .register(meters);
    }

    @Override
    public Future<?> start() {
        startMillis = nowMillis.getAsLong();
        consumers.add(MarketDataApi.REPLICAS.subscribe(vertx.eventBus(), this::heard));
        consumers.add(MarketDataApi.QUOTES.subscribe(vertx.eventBus(), this::published));
        var _ = vertx.setPeriodic(Math.max(1, settings.announce().toMillis()), _ -> tick());
        return Future.all(consumers.stream().map(MessageConsumer::completion).toList())
                .onSuccess(_ -> announce());
    }

    @Override
    public Future<?> stop() {
        return Future.all(consumers.stream().map(MessageConsumer::unregister).toList());
    }

    /** Hands everything over; completes when the others have it, when there are none, or after the longest wait. */
    public Future<Void> leave() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(_ -> {
            peers = peers.sharing(false);
            handedOver = done;
            tick();
            var _ = vertx.setTimer(settings.handOver().toMillis(), _ -> {
                var _ = done.tryComplete();
            });
        });
        return done.future();
    }

    private void heard(ReplicaState state) {
        boolean stranger = !state.replica().equals(self) && !peers.knows(state.replica());
        peers = peers.heard(state, nowMillis.getAsLong());
        if (stranger) {
            LOG.info("event=replica_heard replica={} replicas={}", state.replica(), peers.size());
            announce(); // it should not have to wait for what we feed
        }
    }

    private void published(QuoteBatch batch) {
        batch.quotes().forEach(quotes::heard);
    }

    private void tick() {
        long now = nowMillis.getAsLong();
        Peers before = peers;
        peers = before.heardSince(now - settings.silence().toMillis());
        if (before.size() != peers.size()) {
            LOG.warn("event=replica_silent replicas={}", peers.size());
        }
        if (now - startMillis >= settings.settle().toMillis()) {
            peers = peers.sharing(handedOver == null);
            assign();
        }
        announce();
        if (handedOver != null && (peers.size() == 1 || quotes.owned().isEmpty())) {
            var _ = handedOver.tryComplete();
        }
    }

    private void assign() {
        Set<Instrument> fed = new HashSet<>(feeds.instruments());
        Set<Instrument> wanted = peers.wanted(feeds.universe(), fed);
        if (!wanted.equals(assigned) || !wanted.equals(fed)) {
            assigned = wanted;
            feeds.assign(wanted);
        }
    }

    private void announce() {
        List<Instrument> live = quotes.owned().stream()
                .filter(entry -> entry.validity() == Validity.LIVE)
                .map(QuoteEntry::instrument)
                .limit(ReplicaState.LIVE_MAX)
                .toList();
        List<Instrument> handingOver =
                live.stream().filter(instrument -> !peers.keeps(instrument)).toList();
        MarketDataApi.REPLICAS.publish(vertx.eventBus(), new ReplicaState(self, peers.isSharing(), live, handingOver));
    }

    @Override
    public @Nullable String liveAt(Instrument instrument) {
        return peers.liveAt(instrument);
    }

    @Override
    public @Nullable String reader(Instrument instrument) {
        return peers.reader(instrument);
    }
}
