package tradelab.marketdata.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Book;
import tradelab.contracts.marketdata.Quote.Validity;

class PublicationTest {
    private static final StreamName BOOK = StreamName.parse("book:BITFINEX:tBTCUSD@5");

    private final StreamCounters counters = new StreamCounters();
    private Book now = book(new Random(1), 0);

    /** A consumer that reads when the test says so. */
    private static final class FakeSink implements Subscriber.Sink {
        final List<JsonObject> heard = new ArrayList<>();
        boolean full;
        String closed = "";

        @Override
        public void write(String text) {
            heard.add(new JsonObject(text));
        }

        @Override
        public boolean isFull() {
            return full;
        }

        @Override
        public void close(short code, String reason) {
            closed = code + " " + reason;
        }
    }

    @Test
    void aStuckConsumerIsCutWhileAnotherOnesStreamGoesOn() {
        FakeSink stuck = new FakeSink();
        FakeSink well = new FakeSink();
        Subscriber first = subscriber(stuck);
        Publication<Book> publication = publication(false);
        publication.add(first);
        publication.add(subscriber(well));
        publication.look();
        stuck.full = true;

        for (int i = 1; i <= 50; i++) {
            now = book(new Random(i + 100), i);
            publication.look();
        }
        assertThat(first.tick(1_000)).isFalse();
        assertThat(first.tick(10_999)).isFalse();
        assertThat(first.tick(11_000)).isTrue();

        assertThat(stuck.closed).isEqualTo("4008 slow consumer: nothing was read for 10000 ms");
        assertThat(stuck.heard).hasSize(1);
        assertThat(well.heard).hasSize(51);
        assertThat(counters.conflated.sum()).isEqualTo(1);
    }

    @Test
    void aSlowConsumerOfTradesOwesThemUpToABoundAndIsCutThen() {
        FakeSink sink = new FakeSink();
        Subscriber subscriber = subscriber(sink);
        Publication<Book> everyOne = publication(true);
        everyOne.add(subscriber);
        everyOne.look();
        sink.full = true;
        for (int i = 1; i <= 50 && !subscriber.isCut(); i++) {
            now = book(new Random(i + 100), i);
            everyOne.look();
        }

        assertThat(subscriber.isCut()).isTrue();
        assertThat(sink.closed).startsWith("4008 slow consumer: more than 4000 characters");
        assertThat(sink.heard).hasSizeBetween(3, 40);
    }

    @Property
    void whatAClientHasBuiltIsTheBookWhateverWasLeftOutForIt(@ForAll Random random) {
        FakeSink sink = new FakeSink();
        Publication<Book> publication = publication(false);
        publication.add(subscriber(sink));
        BookClient client = new BookClient();
        for (int i = 1; i < 60; i++) {
            sink.full = random.nextInt(3) == 0;
            now = book(random, i);
            publication.look();
            if (!sink.full) {
                sink.heard.forEach(client::hear);
                sink.heard.clear();
                assertThat(client.isSame(now)).isTrue();
                assertThat(client.checksum()).isEqualTo(BookDelta.checksum(now));
            }
        }
    }

    private Subscriber subscriber(FakeSink sink) {
        return new Subscriber(sink, 4_000, 10_000);
    }

    private Publication<Book> publication(boolean everyOne) {
        return new Publication<>(
                BOOK, everyOne, () -> Future.succeededFuture(now), BookDelta::whole, Streams::bookDelta, counters);
    }

    private static Book book(Random random, long sequence) {
        return new Book(
                Instrument.parse("BITFINEX:tBTCUSD"),
                levels(random, 99, -1),
                levels(random, 101, 1),
                sequence,
                sequence,
                Validity.LIVE);
    }

    private static List<Book.Level> levels(Random random, int best, int step) {
        Set<Integer> away = new HashSet<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            away.add(random.nextInt(12));
        }
        return away.stream()
                .sorted()
                .map(far -> new Book.Level(
                        new Price(best + (long) step * far), new Amount(1 + random.nextInt(3)), 1 + random.nextInt(2)))
                .toList();
    }
}
