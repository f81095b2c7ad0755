package tradelab.venue.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import tradelab.contracts.Decimals;

class BookViewPropertyTest {
    @Example
    void computesTheChecksumOfTheExchangesExample() {
        TestDepth depth = new TestDepth();
        depth.set(true, units("6000"), 1, units("1"));
        depth.set(true, units("5900"), 1, units("2"));
        depth.set(false, units("6100"), 1, units("3"));
        depth.set(false, units("6200"), 1, units("4"));
        BookView view = new BookView(25, 5);
        view.update(depth, (_, _, _, _) -> {});
        assertThat(view.checksum()).isEqualTo(1756193398);
    }

    @Example
    void writesPlainShortestDecimals() {
        TestDepth depth = new TestDepth();
        depth.set(true, units("0.0000001"), 2, units("1.50"));
        depth.set(false, units("6100"), 3, units("0.00000001"));
        BookView view = new BookView(25, 5);
        view.update(depth, (_, _, _, _) -> {});
        assertThat(view.rows()).isEqualTo("[[0.0000001,2,1.5],[6100,3,-0.00000001]]");
    }

    @Property
    void changesTakeASubscriberFromOneStateToTheNext(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 30) int length,
            @ForAll @IntRange(min = 2, max = 5) int digits) {
        SplittableRandom random = new SplittableRandom(seed);
        TestDepth depth = new TestDepth();
        TestDepth subscriber = new TestDepth();
        BookView shared = new BookView(length, digits);
        for (int round = 0; round < 20; round++) {
            for (int i = random.nextInt(8); i >= 0; i--) {
                boolean bid = random.nextBoolean();
                long price = units("1000") + (bid ? -random.nextInt(60) : 1 + random.nextInt(60)) * units("0.1");
                depth.set(bid, price, random.nextInt(3), 1 + random.nextInt(5));
            }
            shared.update(depth, subscriber::set);
            BookView fresh = new BookView(length, digits);
            fresh.update(depth, (_, _, _, _) -> {});
            BookView seen = new BookView(length, 5);
            seen.update(subscriber, (_, _, _, _) -> {});
            assertThat(seen.rows()).isEqualTo(fresh.rows()).isEqualTo(shared.rows());
            assertThat(subscriber.levels(true)).isLessThanOrEqualTo(length);
            assertThat(shared.checksum()).isEqualTo(seen.checksum());
        }
    }

    private static long units(String text) {
        return Decimals.parse("value", text);
    }
}
