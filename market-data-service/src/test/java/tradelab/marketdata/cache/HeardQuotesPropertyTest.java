package tradelab.marketdata.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.Quote.Validity;
import tradelab.contracts.marketdata.QuoteAnswer;
import tradelab.contracts.marketdata.QuoteRequest;

/** A quote that comes and goes between our own feed and another replica's. */
class HeardQuotesPropertyTest {
    private static final Instrument BTC = Instrument.parse("BITFINEX:tBTCUSD");

    @Property
    void neverServesAsLiveWhatNobodyConfirmedLatelyNorOlderThanAsked(
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 719) Integer> chance) {
        TestCluster cluster = new TestCluster(1, 1, Map.of());
        QuoteCache cache = new QuoteCache(
                new TieredCache<>(cluster.nodes.getFirst().tiers, CacheType.TICKER, CacheVerticle.QUOTE, null),
                _ -> {},
                new CacheCounters(),
                cluster.time::epochMillis);
        QuoteEntry own = null;
        long ownMillis = Long.MIN_VALUE;
        long heardMillis = Long.MIN_VALUE;
        long price = 1;
        for (int number : chance) {
            long now = cluster.time.epochMillis();
            switch (number % 6) {
                case 0 -> own = own == null ? cache.own(BTC) : own;
                case 1 -> {
                    if (own != null) {
                        own.change(quote(++price, now, Validity.LIVE));
                        ownMillis = now;
                    }
                }
                case 2 -> {
                    if (own != null) {
                        own.change(quote(price, ownMillis, Validity.SUSPECT));
                    }
                }
                case 3 -> {
                    if (own != null) {
                        boolean live = own.validity() == Validity.LIVE;
                        cache.release(own);
                        heardMillis = live ? Math.max(heardMillis, ownMillis) : heardMillis;
                        own = null;
                    }
                }
                default -> {
                    if (own == null || own.validity() != Validity.LIVE) {
                        cache.heard(quote(++price, now, Validity.LIVE));
                        heardMillis = now;
                    }
                }
            }
            cluster.time.advance(number / 6 * 50L);
            check(cache, own, Math.max(heardMillis, own == null ? Long.MIN_VALUE : ownMillis), cluster);
        }
    }

    private static void check(QuoteCache cache, @Nullable QuoteEntry own, long lastMillis, TestCluster cluster) {
        long age = cluster.time.epochMillis() - lastMillis;
        if (cache.get(new QuoteRequest(BTC, null)).result() instanceof QuoteAnswer.Found found
                && found.quote().validity() == Validity.LIVE) {
            boolean mine = own != null && own.validity() == Validity.LIVE;
            assertThat(mine || found.ageMillis() <= QuoteCache.HEARD_MILLIS_MAX).isTrue();
            assertThat(found.ageMillis()).isGreaterThanOrEqualTo(age);
        }
        if (cache.get(new QuoteRequest(BTC, 100L)).result() instanceof QuoteAnswer.Found found) {
            assertThat(found.ageMillis()).isLessThanOrEqualTo(100);
            assertThat(age).isLessThanOrEqualTo(100);
        }
    }

    private static Quote quote(long price, long receivedMillis, Validity validity) {
        return new Quote(
                BTC,
                new Price(price),
                new Amount(1),
                new Price(price + 1),
                new Amount(1),
                null,
                0,
                receivedMillis,
                price,
                validity);
    }
}
