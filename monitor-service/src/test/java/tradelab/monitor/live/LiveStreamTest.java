package tradelab.monitor.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveStreamTest {
    private static final int UNREAD_MAX = 3;

    private final LiveStream stream = new LiveStream(Runnable::run, 2, UNREAD_MAX);

    /** Reads only when told to. */
    private static final class Reader implements Subscriber {
        private final List<String> got = new ArrayList<>();
        private final Deque<Promise<Void>> unread = new ArrayDeque<>();
        private boolean closed;

        @Override
        public Future<Void> write(Buffer message) {
            got.add(message.toString());
            Promise<Void> written = Promise.promise();
            unread.add(written);
            return written.future();
        }

        @Override
        public void close() {
            closed = true;
        }

        void readAll() {
            while (!unread.isEmpty()) {
                unread.remove().complete();
            }
        }
    }

    @Test
    void sendsTheHistoryFirstAndThenEveryMessage() {
        Reader reader = new Reader();
        assertThat(stream.add(reader, Buffer.buffer("history"))).isTrue();
        stream.send(Buffer.buffer("tick"));
        assertThat(reader.got).containsExactly("history", "tick");
    }

    @Test
    void cutsWhoReadsTooSlowlyAndNobodyElse() {
        Reader slow = new Reader();
        Reader quick = new Reader();
        assertThat(stream.add(slow, Buffer.buffer("history"))).isTrue();
        assertThat(stream.add(quick, Buffer.buffer("history"))).isTrue();
        for (int i = 0; i < UNREAD_MAX; i++) {
            quick.readAll();
            stream.send(Buffer.buffer("tick"));
        }
        assertThat(slow.closed).isTrue();
        assertThat(slow.got).hasSize(UNREAD_MAX);
        assertThat(quick.closed).isFalse();
        assertThat(stream.size()).isEqualTo(1);
        assertThat(stream.cut()).isEqualTo(1);
    }

    @Test
    void refusesMoreSubscribersThanMayBe() {
        assertThat(stream.add(new Reader(), Buffer.buffer())).isTrue();
        assertThat(stream.add(new Reader(), Buffer.buffer())).isTrue();
        assertThat(stream.add(new Reader(), Buffer.buffer())).isFalse();
    }

    @Test
    void forgetsWhoseConnectionBroke() {
        Reader gone = new Reader();
        assertThat(stream.add(gone, Buffer.buffer("history"))).isTrue();
        gone.unread.remove().fail("reset");
        assertThat(stream.size()).isZero();
    }

    @Test
    void endsEverySubscriptionWhenItCloses() {
        Reader reader = new Reader();
        assertThat(stream.add(reader, Buffer.buffer("history"))).isTrue();
        stream.close();
        assertThat(reader.closed).isTrue();
        assertThat(stream.size()).isZero();
    }
}
