package tradelab.contracts.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;

class TradeBatchPropertyTest {
    @Property
    void comesBackAsItWas(@ForAll("batches") TradeBatch batch) {
        assertThat(TradeBatch.WIRE.decode().apply(TradeBatch.WIRE.encode().apply(batch)))
                .isEqualTo(batch);
    }

    @Property
    void aCutBatchIsRefused(@ForAll("batches") TradeBatch batch, @ForAll @IntRange(min = 1, max = 40) int cut) {
        Buffer whole = TradeBatch.WIRE.encode().apply(batch);
        if (batch.trades().isEmpty()) {
            return;
        }
        assertThatThrownBy(() -> TradeBatch.WIRE.decode().apply(whole.slice(0, whole.length() - cut)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    Arbitrary<TradeBatch> batches() {
        Arbitrary<Trade> trades = Combinators.combine(
                        Arbitraries.longs(),
                        Arbitraries.longs().greaterOrEqual(0),
                        Arbitraries.longs().greaterOrEqual(1).map(Price::new),
                        Arbitraries.longs().greaterOrEqual(1).map(Amount::new),
                        Arbitraries.of(Trade.Taker.class))
                .as(Trade::new);
        Arbitrary<Instrument> instruments =
                Arbitraries.of("BITFINEX:tBTCUSD", "TWSE:2330", "X:a").map(Instrument::parse);
        Arbitrary<List<TradeBatch.Tick>> ticks = Combinators.combine(instruments, Arbitraries.longs(), trades)
                .as(TradeBatch.Tick::new)
                .list()
                .ofMaxSize(20);
        return ticks.map(TradeBatch::new);
    }
}
