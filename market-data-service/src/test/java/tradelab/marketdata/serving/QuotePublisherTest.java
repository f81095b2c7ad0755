package tradelab.marketdata.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.QuoteBatch;
import tradelab.marketdata.cache.QuoteEntry;

class QuotePublisherTest {
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Deque<Sent> bus = new ArrayDeque<>();
    private final QuoteEntry entry = QuoteEntry.detached(new Instrument("X", "a"));
    private final QuotePublisherVerticle publisher =
            new QuotePublisherVerticle(() -> List.of(entry), Duration.ofMillis(10), meters, batch -> {
                Sent sent = new Sent(batch, Promise.promise());
                bus.add(sent);
                return sent.taken.future();
            });

    private record Sent(QuoteBatch batch, Promise<Void> taken) {
        List<Long> sequences() {
            return batch.quotes().stream().map(Quote::sequence).toList();
        }
    }

    @Test
    void whatChangesWhileTheBusIsBusyIsPublishedOnceAsItIsInTheEnd() {
        entry.change(quote(1));
        var _ = publisher.tick();
        Sent first = bus.remove();
        assertThat(first.sequences()).containsExactly(1L);

        entry.change(quote(2));
        var _ = publisher.tick();
        entry.change(quote(3));
        var _ = publisher.tick();
        assertThat(bus).isEmpty();
        assertThat(waits()).isEqualTo(2);

        first.taken.complete();
        var _ = publisher.tick();
        assertThat(bus.remove().sequences()).containsExactly(3L);
        assertThat(publisher.published()).isEqualTo(2);
    }

    @Test
    void aBusThatNobodyHearsDoesNotStopIt() {
        entry.change(quote(1));
        var _ = publisher.tick();
        bus.remove().taken.fail("no subscriber");

        entry.change(quote(2));
        var _ = publisher.tick();

        assertThat(bus.remove().sequences()).containsExactly(2L);
    }

    @Test
    void aBusThatNeverSaysThatItTookABatchGetsTheNextAfterASecond() {
        entry.change(quote(1));
        var _ = publisher.tick();
        var _ = bus.remove();
        entry.change(quote(2));

        for (int i = 0; i < 100; i++) {
            var _ = publisher.tick();
        }
        assertThat(bus).isEmpty();
        var _ = publisher.tick();

        assertThat(bus.remove().sequences()).containsExactly(2L);
    }

    @Test
    void nothingIsPublishedTwice() {
        entry.change(quote(1));
        var _ = publisher.tick();
        bus.remove().taken.complete();
        var _ = publisher.tick();

        assertThat(bus).isEmpty();
    }

    private double waits() {
        return meters.get("quotes.publish.waits").functionCounter().count();
    }

    private static Quote quote(long sequence) {
        return new Quote(
                new Instrument("X", "a"),
                new Price(sequence),
                Amount.ZERO,
                null,
                Amount.ZERO,
                null,
                0,
                0,
                sequence,
                Quote.Validity.LIVE);
    }
}
