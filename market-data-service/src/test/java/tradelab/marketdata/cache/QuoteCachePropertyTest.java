package tradelab.marketdata.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.ServiceException;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.Quote.Validity;
import tradelab.contracts.marketdata.QuoteAnswer;
import tradelab.contracts.marketdata.QuoteBatch;
import tradelab.contracts.marketdata.QuoteRequest;

class QuoteCachePropertyTest {
    private static final Instrument BTC = Instrument.parse("BITFINEX:tBTCUSD");
    private static final Instrument ETH = Instrument.parse("BITFINEX:tETHUSD");

    @Property
    void neverServesAValueOlderThanAskedNorOneThatIsNotLive(
            @ForAll @Size(max = 60) List<@LongRange(min = 0, max = 400) Long> gapsMillis,
            @ForAll @Size(min = 60, max = 60) List<@IntRange(min = 0, max = 5) Integer> actions,
            @ForAll @Size(min = 60, max = 60) List<@LongRange(min = 0, max = 800) Long> maxAges) {
        TestCluster cluster = new TestCluster(1, 1, Map.of());
        VirtualTime now = cluster.time;
        Quote remote = null;
        QuoteCache cache = cache(cluster);
        QuoteEntry entry = cache.own(BTC);
        Quote truth = entry.quote();
        for (int i = 0; i < gapsMillis.size(); i++) {
            now.advance(gapsMillis.get(i));
            switch (actions.get(i)) {
                case 0 -> entry.change(truth = quote(BTC, now.epochMillis(), i + 1, Validity.LIVE));
                case 1 -> entry.change(truth = quote(BTC, now.epochMillis(), i + 1, Validity.SUSPECT));
                case 2 -> write(cluster, remote = quote(ETH, now.epochMillis(), i + 1, Validity.LIVE));
                default -> {
                    long maxAge = maxAges.get(i);
                    checkOwned(cache.get(new QuoteRequest(BTC, maxAge)), truth, maxAge, now.epochMillis());
                    checkJson(entry.json(now.epochMillis(), maxAge), truth, maxAge, now.epochMillis());
                    if (remote != null) {
                        checkRemote(cache.get(new QuoteRequest(ETH, maxAge)), remote, maxAge, now.epochMillis());
                    }
                }
            }
        }
    }

    private static void checkOwned(Future<QuoteAnswer> answer, Quote truth, long maxAge, long now) {
        boolean fresh = truth.validity() == Validity.LIVE && now - truth.receiveEpochMillis() <= maxAge;
        assertThat(answer.result() instanceof QuoteAnswer.Found).isEqualTo(fresh);
        if (answer.result() instanceof QuoteAnswer.Found found) {
            assertThat(found.quote()).isEqualTo(truth);
        }
    }

    private static void checkRemote(Future<QuoteAnswer> answer, Quote latest, long maxAge, long now) {
        if (answer.result() instanceof QuoteAnswer.Found found) {
            assertThat(now - found.quote().receiveEpochMillis()).isLessThanOrEqualTo(maxAge);
            assertThat(found.ageMillis()).isEqualTo(now - found.quote().receiveEpochMillis());
        } else {
            assertThat(now - latest.receiveEpochMillis()).isGreaterThanOrEqualTo(maxAge); // the clock's millisecond
        }
    }

    private static void checkJson(@Nullable Buffer json, Quote truth, long maxAge, long now) {
        boolean fresh = truth.validity() == Validity.LIVE && now - truth.receiveEpochMillis() <= maxAge;
        assertThat(json != null).isEqualTo(fresh);
        if (json != null) {
            JsonObject read = new JsonObject(json);
            assertThat(read.getLong("ageMillis")).isEqualTo(now - truth.receiveEpochMillis());
            assertThat(read.getString("bid")).isEqualTo(String.valueOf(truth.bid()));
            assertThat(read.getString("validity")).isEqualTo("LIVE");
        }
    }

    @Example
    void anUnknownInstrumentIsNotFoundWithSuggestions() {
        QuoteCache cache = cache(new TestCluster(1, 1, Map.of()));
        var _ = cache.own(BTC);

        ServiceException failure =
                ServiceException.of(cache.get(new QuoteRequest(Instrument.parse("BITFINEX:tBTCUSDT"), null))
                        .cause());

        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure).hasMessage("instrument: no feed knows 'BITFINEX:tBTCUSDT'; did you mean BITFINEX:tBTCUSD?");
    }

    @Example
    void aSecondTierThatCannotAnswerIsUnavailableAndNotUnknown() {
        TestCluster cluster = new TestCluster(1, 1, Map.of());
        cluster.nodes.getFirst().away = true;

        ServiceException failure = ServiceException.of(
                cache(cluster).get(new QuoteRequest(BTC, null)).cause());

        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
    }

    @Example
    void aCopyOfWhichChangesMayHaveBeenMissedIsSuspectAndNotForAReaderWithAMaximumAge() {
        TestCluster cluster = new TestCluster(1, 1, Map.of());
        QuoteCache cache = cache(cluster);
        write(cluster, quote(BTC, cluster.time.epochMillis(), 1, Validity.LIVE));
        var _ = cache.get(new QuoteRequest(BTC, null));
        cluster.nodes.getFirst().away = true;
        cluster.nodes.getFirst().deaf();
        cluster.time.advance(10);

        QuoteAnswer anyAge = cache.get(new QuoteRequest(BTC, null)).result();
        QuoteAnswer youngAge = cache.get(new QuoteRequest(BTC, 1_000L)).result();

        assertThat(anyAge)
                .isEqualTo(new QuoteAnswer.Found(quote(BTC, cluster.time.epochMillis() - 10, 1, Validity.SUSPECT), 10));
        assertThat(youngAge).isInstanceOf(QuoteAnswer.TooOld.class);
    }

    @Example
    void aFrameOfTheSameBookConfirmsTheQuoteWithoutChangingIt() {
        TestCluster cluster = new TestCluster(1, 1, Map.of());
        QuoteCache cache = cache(cluster);
        QuoteEntry entry = cache.own(BTC);
        long nowMillis = cluster.time.epochMillis();
        entry.change(quote(BTC, nowMillis - 1_000, 1, Validity.LIVE));

        entry.confirm(nowMillis - 10);

        assertThat(cache.get(new QuoteRequest(BTC, 50L)).result())
                .isEqualTo(new QuoteAnswer.Found(quote(BTC, nowMillis - 10, 1, Validity.LIVE), 10));
    }

    @Property
    void whatIsNoQuoteInTheStoreIsAnsweredAsIfItWereNotThere(@ForAll @Size(max = 200) byte[] body) {
        TestCluster cluster = new TestCluster(1, 1, Map.of());
        QuoteCache cache = cache(cluster);
        for (Buffer lie : List.of(Buffer.buffer(body), QuoteBatch.WIRE.encode().apply(new QuoteBatch(List.of())))) {
            cluster.write(CacheType.TICKER, ETH.toString(), lie, cluster.time.epochMillis(), 3_600_000);
            Future<QuoteAnswer> answer = cache.get(new QuoteRequest(ETH, 500L));
            assertThat(answer.failed()).isTrue();
            assertThat(ServiceException.of(answer.cause()).kind()).isIn(FailureKind.NOT_FOUND, FailureKind.UNAVAILABLE);
        }
        Quote truth = quote(ETH, cluster.time.epochMillis(), 1, Validity.LIVE);
        write(cluster, truth);
        assertThat(cache.get(new QuoteRequest(ETH, 500L)).result()).isEqualTo(new QuoteAnswer.Found(truth, 0));
    }

    private static QuoteCache cache(TestCluster cluster) {
        Tiers tiers = cluster.nodes.getFirst().tiers;
        return new QuoteCache(
                new TieredCache<>(tiers, CacheType.TICKER, CacheVerticle.QUOTE, null),
                _ -> {},
                new CacheCounters(),
                cluster.time::epochMillis);
    }

    private static void write(TestCluster cluster, Quote quote) {
        cluster.write(
                CacheType.TICKER,
                quote.instrument().toString(),
                CacheVerticle.QUOTE.encode().apply(quote),
                quote.receiveEpochMillis(),
                3_600_000);
    }

    private static Quote quote(Instrument instrument, long receivedMillis, long sequence, Validity validity) {
        return new Quote(
                instrument,
                new Price(sequence),
                new Amount(1),
                new Price(sequence + 1),
                new Amount(1),
                null,
                0,
                receivedMillis,
                sequence,
                validity);
    }
}
