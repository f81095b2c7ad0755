package tradelab.trading.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventSubscriberTest {
    private final List<String> written = new ArrayList<>();
    private boolean full;
    private final EventSubscriber.Sink sink = new EventSubscriber.Sink() {
        @Override
        public void write(String text, String position) {
            written.add(position + " " + text);
        }

        @Override
        public boolean isFull() {
            return full;
        }

        @Override
        public void close(short code, String reason) {
            written.add(code + " " + reason);
        }
    };

    private EventSubscriber subscriber(String account) {
        return new EventSubscriber(
                sink, Positions.parse("start", new long[] {9, 9}), account.isEmpty() ? null : account, 0);
    }

    @Test
    void saysWhereOneCanGoOnAfterEachMessage() {
        subscriber("").take(1, Views.of(1, 3), 0);
        assertThat(written)
                .singleElement()
                .asString()
                .startsWith("0:0,1:3 {\"type\":\"orders\",\"from\":1,\"through\":3,\"partition\":1,\"orders\":[");
    }

    @Test
    void movesOnOverChangesOfOtherAccounts() {
        EventSubscriber subscriber = subscriber("a1");
        subscriber.take(0, Views.of(1, 4), 0);
        assertThat(written).singleElement().asString().contains("\"account\":\"a1\"", "\"through\":4");
        assertThat(written.getFirst()).doesNotContain("\"account\":\"a0\"");
        assertThat(subscriber.positions()).hasToString("0:4,1:0");
    }

    @Test
    void tellsAQuietSubscriberWhereTheStreamStands() {
        EventSubscriber subscriber = subscriber("nobody");
        subscriber.take(0, Views.of(1, 4), 0);
        subscriber.beat(100, 99);
        assertThat(written).isEmpty();
        subscriber.beat(100, 100);
        assertThat(written).containsExactly("0:4,1:0 {\"type\":\"position\",\"position\":\"0:4,1:0\"}");
    }

    @Test
    void isStuckOnceItsSocketWasFullForTooLong() {
        EventSubscriber subscriber = subscriber("");
        full = true;
        assertThat(subscriber.isStuck(100, 1_000)).isFalse();
        assertThat(subscriber.isStuck(100, 1_099)).isFalse();
        assertThat(subscriber.isStuck(100, 1_100)).isTrue();
        full = false;
        assertThat(subscriber.isStuck(100, 1_200)).isFalse();
        full = true;
        assertThat(subscriber.isStuck(100, 1_250)).isFalse();
    }
}
