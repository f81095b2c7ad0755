package tradelab.marketdata.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
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
import tradelab.contracts.marketdata.QuoteRequest;

class QuoteCachePropertyTest {
    private static final Instrument BTC = Instrument.parse("BITFINEX:tBTCUSD");
    private static final Instrument ETH = Instrument.parse("BITFINEX:tETHUSD");

    @Property
    void neverServesAValueOlderThanAskedNorOneThatIsNotLive(
            @ForAll @Size(max = 60) List<@LongRange(min = 0, max = 400) Long> gapsMillis,
            @ForAll @Size(min = 60, max = 60) List<@IntRange(min = 0, max = 5) Integer> actions,
            @ForAll @Size(min = 60, max = 60) List<@LongRange(min = 0, max = 800) Long> maxAges) {
        AtomicLong now = new AtomicLong(10_000);
        AtomicReference<Optional<Quote>> remote = new AtomicReference<>(Optional.empty());
        QuoteCache cache = cache(now, _ -> Future.succeededFuture(remote.get()));
        QuoteEntry entry = cache.own(BTC);
        Quote truth = entry.quote();
        for (int i = 0; i < gapsMillis.size(); i++) {
            var _ = now.addAndGet(gapsMillis.get(i));
            switch (actions.get(i)) {
                case 0 -> entry.change(truth = quote(BTC, now.get(), i + 1, Validity.LIVE));
                case 1 -> entry.change(truth = quote(BTC, now.get(), i + 1, Validity.SUSPECT));
                case 2 -> remote.set(Optional.of(quote(ETH, now.get(), i + 1, Validity.LIVE)));
                default -> {
                    long maxAge = maxAges.get(i);
                    checkOwned(cache.get(new QuoteRequest(BTC, maxAge)), truth, maxAge, now.get());
                    checkJson(entry.json(now.get(), maxAge), truth, maxAge, now.get());
                    if (remote.get().isPresent()) {
                        checkRemote(
                                cache.get(new QuoteRequest(ETH, maxAge)),
                                remote.get().get(),
                                maxAge,
                                now.get());
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
        if (answer.failed()) {
            return; // asked before there was one, and "there is none" is still believed
        }
        if (answer.result() instanceof QuoteAnswer.Found found) {
            assertThat(now - found.quote().receiveEpochMillis()).isLessThanOrEqualTo(maxAge);
            assertThat(found.ageMillis()).isEqualTo(now - found.quote().receiveEpochMillis());
        } else {
            assertThat(now - latest.receiveEpochMillis()).isGreaterThan(maxAge);
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
    void tenThousandReadersOfOneMissingKeyCostOneReadOfTheSecondTier() {
        List<Promise<Optional<Quote>>> asked = new ArrayList<>();
        QuoteCache cache = cache(new AtomicLong(1_000), _ -> {
            asked.add(Promise.promise());
            return asked.getLast().future();
        });
        List<Future<QuoteAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            answers.add(cache.get(new QuoteRequest(BTC, null)));
        }

        asked.getFirst().complete(Optional.of(quote(BTC, 1_000, 1, Validity.LIVE)));

        assertThat(asked).hasSize(1);
        assertThat(answers).allMatch(answer -> answer.result() instanceof QuoteAnswer.Found);
    }

    @Example
    void anUnknownInstrumentIsNotFoundWithSuggestionsAndAskedForOnce() {
        AtomicLong asked = new AtomicLong();
        QuoteCache cache = cache(new AtomicLong(1_000), _ -> {
            var _ = asked.incrementAndGet();
            return Future.succeededFuture(Optional.empty());
        });
        var _ = cache.own(BTC);
        QuoteRequest request = new QuoteRequest(Instrument.parse("BITFINEX:tBTCUSDT"), null);

        ServiceException failure = ServiceException.of(cache.get(request).cause());
        var _ = cache.get(request);

        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure).hasMessage("instrument: no feed knows 'BITFINEX:tBTCUSDT'; did you mean BITFINEX:tBTCUSD?");
        assertThat(asked.get()).isEqualTo(1);
    }

    @Example
    void aSecondTierThatCannotAnswerIsUnavailableAndNotUnknown() {
        QuoteCache cache =
                cache(new AtomicLong(1_000), _ -> Future.failedFuture(new RedisLink.AwayException("Redis is away")));

        ServiceException failure =
                ServiceException.of(cache.get(new QuoteRequest(BTC, null)).cause());

        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
    }

    @Example
    void aFrameOfTheSameBookConfirmsTheQuoteWithoutChangingIt() {
        QuoteCache cache = cache(new AtomicLong(2_000), SecondTier.NONE);
        QuoteEntry entry = cache.own(BTC);
        entry.change(quote(BTC, 1_000, 1, Validity.LIVE));

        entry.confirm(1_990);

        assertThat(cache.get(new QuoteRequest(BTC, 50L)).result())
                .isEqualTo(new QuoteAnswer.Found(quote(BTC, 1_990, 1, Validity.LIVE), 10));
    }

    private static QuoteCache cache(AtomicLong now, SecondTier second) {
        return new QuoteCache(
                100, Duration.ofMillis(250), Duration.ofSeconds(1), second, new CacheCounters(), now::get);
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
