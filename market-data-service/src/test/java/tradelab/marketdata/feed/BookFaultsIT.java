package tradelab.marketdata.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.Book;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.Quote.Validity;
import tradelab.contracts.marketdata.Trade;
import tradelab.marketdata.book.BookState;
import tradelab.marketdata.cache.QuoteEntry;
import tradelab.marketdata.feed.FaultyVenue.Fault;
import tradelab.marketdata.feed.FaultyVenue.Told;
import tradelab.marketdata.feed.RecordedBook.Levels;
import tradelab.marketdata.feed.Subscription.Channel;

/** A recorded book through a WebSocket that harms one frame in 500, held against the truth after every frame. */
class BookFaultsIT {
    private static final Instrument BTC = Instrument.parse("BITFINEX:tBTCUSD");
    private static final long TICK_MILLIS = 50;
    private static final Duration REPLAY_MAX = Duration.ofMinutes(15);

    @Test
    void everyFaultIsFoundInItsIterationAndNoWrongBookIsEverFresh() throws Exception {
        replay(20_000);
    }

    @Test
    @Tag("deep")
    void theWholeRecordingIsHeldToo() throws Exception {
        replay(Integer.MAX_VALUE);
    }

    private static void replay(int changesMax) throws Exception {
        Vertx venueSide = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        Vertx clientSide = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        RecordedBook recorded = new RecordedBook(changesMax);
        AtomicLong taken = new AtomicLong();
        FaultyVenue venue = new FaultyVenue(venueSide, recorded, taken);
        WebSocketClient webSockets = clientSide.createWebSocketClient(new WebSocketClientOptions());
        try {
            int port = await(venue.listen());
            Client client = new Client(venue, taken);
            WebSocket socket =
                    await(webSockets.connect(port, "127.0.0.1", "/ws/2").onSuccess(client::opened));
            var _ = await(client.over(), REPLAY_MAX);
            var _ = await(socket.close());
            client.report(recorded.changes());
            client.check();
        } finally {
            var _ = await(clientSide.close());
            var _ = await(venueSide.close());
        }
    }

    /** The feed's own session and books on a connection, and a reader who looks after every frame. */
    private static final class Client implements BitfinexSession.Output {
        private final FeedCounters counters = new FeedCounters();
        private final QuoteEntry quote = QuoteEntry.detached(BTC);
        private final InstrumentFeed feed = new InstrumentFeed(quote, RecordedBook.LEVELS, new NoTrades(), counters);
        private final BitfinexSession session =
                new BitfinexSession(List.of(new Subscription(Channel.BOOK, feed)), RecordedBook.LEVELS, counters, this);
        private final Histogram healedMicros = new Histogram(3);
        private final Histogram healedMarketMillis = new Histogram(3);
        private final int[] found = new int[Fault.values().length];
        private final int[] whileHealing = new int[Fault.values().length];
        private final List<String> unfound = new ArrayList<>();
        private final List<String> lies = new ArrayList<>();
        private final Promise<Void> over = Promise.promise();
        private Levels before = new Levels(new long[0], new long[0]);
        private final FaultyVenue venue;
        private final AtomicLong taken;
        private @Nullable WebSocket socket;
        private @Nullable Fault open;
        private long noticedBefore;
        private long nowMillis = 1_000;
        private long tickMillis;
        private long suspectNanos;
        private long suspectMillis;
        private long fresh;
        private long frames;
        private int withoutEffect;
        private int reconnects;

        Client(FaultyVenue venue, AtomicLong taken) {
            this.venue = venue;
            this.taken = taken;
            venue.over().onComplete(over);
        }

        Future<Void> over() {
            return over.future();
        }

        void opened(WebSocket opened) {
            socket = opened;
            opened.handler(this::received);
            opened.exceptionHandler(over::tryFail);
            session.connected(nowMillis);
        }

        private void received(Buffer message) {
            try {
                byte[] bytes = message.getBytes();
                if (bytes[0] == '{') {
                    session.message(bytes, bytes.length, nowMillis);
                } else {
                    Told told = venue.told();
                    pass(told.marketMillis());
                    frame(bytes, told);
                    before = told.truth();
                    taken.incrementAndGet();
                }
            } catch (RuntimeException | AssertionError e) {
                over.tryFail(e);
            }
        }

        /** The market's time passes tick by tick, also where it was silent for seconds. */
        private void pass(long marketMillis) {
            while (frames > 0 && marketMillis - nowMillis > TICK_MILLIS) {
                nowMillis += TICK_MILLIS;
                tickMillis = nowMillis;
                session.tick(nowMillis);
                look(before);
                heal();
            }
            nowMillis = Math.max(nowMillis, marketMillis);
        }

        private void frame(byte[] bytes, Told told) {
            boolean wasLive = feed.state() == BookState.LIVE;
            long noticed = noticed();
            frames++;
            session.message(bytes, bytes.length, nowMillis);
            look(told.truth());
            follow(told, wasLive, noticed);
            if (nowMillis - tickMillis >= TICK_MILLIS) {
                tickMillis = nowMillis;
                session.tick(nowMillis);
                look(told.truth());
            }
            heal();
        }

        /** Reads like anybody else, and compares whatever claims to be fresh. */
        private void look(Levels truth) {
            Quote now = quote.quote();
            if (now.validity() == Validity.LIVE) {
                fresh++;
                compare("bid", now.bid() == null ? 0 : now.bid().units(), truth.bids(), 0);
                compare("bid amount", now.bidAmount().units(), truth.bids(), 1);
                compare("ask", now.ask() == null ? 0 : now.ask().units(), truth.asks(), 0);
                compare("ask amount", now.askAmount().units(), truth.asks(), 1);
            }
            Book book = feed.book(RecordedBook.LEVELS);
            if (book.validity() == Validity.LIVE) {
                fresh++;
                if (!Arrays.equals(levels(book.bids()), truth.bids())
                        || !Arrays.equals(levels(book.asks()), truth.asks())) {
                    lies.add("frame " + frames + ": a wrong book");
                }
            }
        }

        private void compare(String what, long shown, long[] levels, int column) {
            long expected = levels.length == 0 ? 0 : levels[column];
            if (shown != expected) {
                lies.add("frame " + frames + ": " + what + " " + shown + " instead of " + expected);
            }
        }

        private static long[] levels(List<Book.Level> side) {
            return side.stream()
                    .flatMapToLong(level -> java.util.stream.LongStream.of(
                            level.price().units(), level.amount().units(), level.orders()))
                    .toArray();
        }

        /** A fault is found if the book is not LIVE any more when the iteration of the frame is over. */
        private void follow(Told told, boolean wasLive, long noticed) {
            Fault fault = told.fault();
            if (fault != null) {
                if (wasLive) {
                    open = fault;
                    noticedBefore = noticed;
                } else {
                    whileHealing[fault.ordinal()]++;
                }
            }
            Fault pending = open;
            if (pending != null && (feed.state() != BookState.LIVE || noticed() > noticedBefore)) {
                found[pending.ordinal()]++;
                open = null;
            } else if (pending == Fault.CORRUPTED && told.ends()) {
                withoutEffect++; // such as the removal of a level behind the last one: the checksum is right all the
                // same
                open = null;
            } else if (pending != null && told.ends()) {
                unfound.add("frame " + frames + ": " + pending + " " + told);
                open = null;
            }
        }

        private long noticed() {
            return counters.gaps.sum()
                    + counters.checksumsWrong.sum()
                    + counters.crossed.sum()
                    + counters.strays.sum()
                    + counters.frames(FrameKind.OTHER)
                    + counters.unparsed();
        }

        private void heal() {
            boolean live = quote.validity() == Validity.LIVE;
            venue.healing(!live);
            if (live && suspectNanos != 0) {
                healedMicros.recordValue((System.nanoTime() - suspectNanos) / 1_000);
                healedMarketMillis.recordValue(nowMillis - suspectMillis);
                suspectNanos = 0;
            } else if (!live && suspectNanos == 0 && frames > 2) {
                suspectNanos = System.nanoTime();
                suspectMillis = nowMillis;
            }
        }

        @Override
        public void send(String message) {
            var _ = java.util.Objects.requireNonNull(socket).writeTextMessage(message);
        }

        @Override
        public void reconnect(String reason) {
            reconnects++;
            over.tryFail(new AssertionError("the connection was given up: " + reason));
        }

        @Override
        public void report(String event, String detail) {}

        void report(int changes) {
            System.out.printf(
                    "book faults: changes=%d frames=%d faults=%s found_at_once=%s while_healing=%s without_effect=%d"
                            + " unfound=%d%nbook faults: fresh_reads=%d wrong_fresh_reads=%d resyncs=%d"
                            + " resyncs_at_once_max=%d reconnects=%d%nbook faults: healed p50=%.1f p99=%.1f max=%.1f ms;"
                            + " of market time p50=%d p99=%d max=%d ms%n",
                    changes,
                    frames,
                    Arrays.toString(venue.faults),
                    Arrays.toString(found),
                    Arrays.toString(whileHealing),
                    withoutEffect,
                    unfound.size(),
                    fresh,
                    lies.size(),
                    counters.resyncs.sum(),
                    venue.unansweredMost,
                    reconnects,
                    healedMicros.getValueAtPercentile(50) / 1e3,
                    healedMicros.getValueAtPercentile(99) / 1e3,
                    healedMicros.getMaxValue() / 1e3,
                    healedMarketMillis.getValueAtPercentile(50),
                    healedMarketMillis.getValueAtPercentile(99),
                    healedMarketMillis.getMaxValue());
        }

        void check() {
            assertThat(lies).isEmpty();
            assertThat(unfound).isEmpty();
            assertThat(Arrays.stream(found).sum()).isPositive();
            assertThat(fresh).isGreaterThan(frames / 2);
            assertThat(venue.unansweredMost).isEqualTo(1);
            assertThat((long) venue.subscribes).isEqualTo(counters.resyncs.sum() + 1);
            assertThat(healedMarketMillis.getMaxValue()).isLessThan(1_000);
        }
    }

    private static final class NoTrades implements TradeObserver {
        @Override
        public void executed(Instrument instrument, Trade trade) {}

        @Override
        public void latest(Instrument instrument, List<Trade> trades) {}

        @Override
        public void interrupted(Instrument instrument) {}
    }
}
