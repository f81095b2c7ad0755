package tradelab.marketdata.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.Book;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.Quote.Validity;
import tradelab.contracts.marketdata.Trade;
import tradelab.marketdata.book.BookState;
import tradelab.marketdata.cache.QuoteEntry;
import tradelab.marketdata.feed.Subscription.Channel;

class BitfinexSessionTest {
    private static final Instrument BTC = Instrument.parse("BITFINEX:tBTCUSD");

    private final FeedCounters counters = new FeedCounters();
    private final QuoteEntry quote = QuoteEntry.detached(BTC);
    private final List<String> told = new ArrayList<>();
    private final TradeObserver trades = new TradeObserver() {
        @Override
        public void executed(Instrument instrument, Trade trade) {
            told.add("executed " + trade.id() + " " + trade.taker());
        }

        @Override
        public void latest(Instrument instrument, List<Trade> latest) {
            told.add("latest " + latest.stream().map(Trade::id).toList());
        }

        @Override
        public void interrupted(Instrument instrument) {
            told.add("interrupted");
        }
    };
    private final InstrumentFeed feed = new InstrumentFeed(quote, 100, trades, counters);
    private final List<String> sent = new ArrayList<>();
    private final List<String> reconnects = new ArrayList<>();
    private final List<String> reports = new ArrayList<>();
    private final BitfinexSession session = new BitfinexSession(
            List.of(new Subscription(Channel.BOOK, feed), new Subscription(Channel.TRADES, feed)),
            100,
            counters,
            new BitfinexSession.Output() {
                @Override
                public void send(String message) {
                    sent.add(message);
                }

                @Override
                public void reconnect(String reason) {
                    reconnects.add(reason);
                }

                @Override
                public void report(String event, String detail) {
                    reports.add(event);
                }
            });

    private long nowMillis = 1_000;

    @Test
    void asksForItsFlagsAndChannelsOnConnecting() {
        session.connected(nowMillis);

        assertThat(sent).hasSize(3);
        assertThat(sent.get(0)).isEqualTo("{\"event\":\"conf\",\"flags\":229376}");
        assertThat(sent.get(1)).contains("\"channel\":\"book\"", "\"len\":\"100\"", "\"subId\":\"book-tBTCUSD\"");
        assertThat(sent.get(2)).contains("\"channel\":\"trades\"");
    }

    @Test
    void showsTheBestPricesOnceTheSnapshotIsThere() {
        live();

        assertThat(quote.quote())
                .extracting(
                        now -> String.valueOf(now.bid()),
                        now -> now.askAmount().toString(),
                        Quote::validity,
                        Quote::receiveEpochMillis)
                .containsExactly("6000", "3", Validity.LIVE, 1_000L);
    }

    @Test
    void followsTheRecordedMarketWithoutAFrameUnparsedOrABookCrossed() {
        nowMillis = 4_000_000_000_000L; // whenever it was recorded, that was before
        session.connected(nowMillis);

        long read = RecordedFrames.replay(bytes -> session.message(bytes, bytes.length, nowMillis));

        assertThat(counters.frames()).isEqualTo(read);
        assertThat(counters.unparsed()).isZero();
        assertThat(counters.crossed.sum()).isZero();
        assertThat(counters.resyncs.sum()).isZero();
        assertThat(feed.state()).isEqualTo(BookState.LIVE);
        assertThat(reports).isEmpty();
    }

    @Test
    void aHoleInTheSequenceMakesTheBookSuspectAtOnceAndOneSnapshotHealsIt() {
        live();
        nowMillis = 2_000;
        frame("[7,[6001,1,1],3,0]");
        assertThat(quote.validity()).isEqualTo(Validity.LIVE);

        frame("[7,[6002,1,1],5,0]");
        assertThat(quote.validity()).isEqualTo(Validity.SUSPECT);
        assertThat(quote.quote().bid()).hasToString("6001");
        frame("[7,[6003,1,1],9,0]");
        assertThat(sent).containsExactly("{\"event\":\"unsubscribe\",\"chanId\":7}");

        frame("{\"event\":\"unsubscribed\",\"status\":\"OK\",\"chanId\":7}");
        assertThat(sent).hasSize(2).last().asString().contains("\"event\":\"subscribe\"", "book");
        frame("{\"event\":\"subscribed\",\"channel\":\"book\",\"chanId\":9,\"subId\":\"book-tBTCUSD\"}");
        assertThat(quote.validity()).isEqualTo(Validity.SUSPECT);
        frame("[9,[[5990,1,1],[5991,1,-1]],10,0]");

        assertThat(quote.quote().bid()).hasToString("5990");
        assertThat(quote.validity()).isEqualTo(Validity.LIVE);
        assertThat(counters.resyncs.sum()).isEqualTo(1);
    }

    @Test
    void aRepeatedFrameIsNotAppliedAndMakesTheBookSuspect() {
        live();
        frame("[7,[6001,1,1],3,0]");

        frame("[7,[6001,0,1],3,0]");

        assertThat(quote.validity()).isEqualTo(Validity.SUSPECT);
        assertThat(feed.book(1).bids().getFirst().price()).hasToString("6001");
    }

    @Test
    void aWrongChecksumMakesTheBookSuspectAndARightOneConfirmsIt() {
        live();
        frame("[7,[5900,1,2],3,0]");
        frame("[7,[6200,1,-4],4,0]");
        nowMillis = 1_500;
        frame("[7,\"cs\",1756193398,5,0]");
        assertThat(quote.validity()).isEqualTo(Validity.LIVE);
        assertThat(quote.confirmedEpochMillis()).isEqualTo(1_500);

        frame("[7,\"cs\",1756193397,6,0]");

        assertThat(quote.validity()).isEqualTo(Validity.SUSPECT);
        assertThat(counters.checksumsWrong.sum()).isEqualTo(1);
    }

    @Test
    void aCrossedBookIsNeverShownAsLive() {
        live();

        frame("[7,[6100,1,1],3,0]");

        assertThat(quote.validity()).isEqualTo(Validity.SUSPECT);
        assertThat(quote.quote().bid()).hasToString("6000");
        assertThat(counters.crossed.sum()).isEqualTo(1);
    }

    @Test
    void aFrameThatDoesNotParseIsCountedAndItsBookSuspect() {
        live();

        frame("[7,[6100,\"x\"],3,0]");

        assertThat(counters.unparsed(Unparsed.SYNTAX)).isEqualTo(1);
        assertThat(quote.validity()).isEqualTo(Validity.SUSPECT);
        assertThat(reports).contains("feed_frame_unparsed");
    }

    @Test
    void worksWithoutSequenceNumbersAndChecksums() {
        session.connected(nowMillis);
        frame("{\"event\":\"conf\",\"status\":\"FAILED\"}");
        subscribe();
        frame("[7,[[6000,1,1],[6100,1,-3]]]");
        frame("[7,[6001,1,1]]");

        assertThat(quote.quote().bid()).hasToString("6001");
        assertThat(quote.validity()).isEqualTo(Validity.LIVE);
    }

    @Test
    void theQuoteIsDetachedTheMomentTheConnectionIsGone() {
        live();

        session.disconnected(nowMillis);

        assertThat(quote.validity()).isEqualTo(Validity.DETACHED);
    }

    @Test
    void tellsTradesOldestFirstOnceEachAndWhenSomeMayHaveBeenLost() {
        live();
        frame("[8,[[2,20,1,6002],[1,10,-1,6001]],3,0]");
        frame("[8,\"te\",[3,30,-0.5,6003.5],4,0]");
        frame("[8,\"tu\",[3,30,-0.5,6003.5],5,0]");
        frame("[8,\"te\",[5,50,0.5,6003.5],7,0]");

        assertThat(told).containsExactly("latest [1, 2]", "executed 3 SELL", "interrupted", "executed 5 BUY");
        assertThat(quote.quote().last()).hasToString("6003.5");
    }

    @Test
    void aTradeFromFarInTheFutureIsCountedAndNeitherMakesAPriceNorATime() {
        live();
        long far = nowMillis + Unparsed.AHEAD_MILLIS_MAX + 1;
        frame("[8,[[2," + far + ",1,7000],[1,10,-1,6001]],3,0]");
        frame("[8,\"te\",[3," + far + ",-0.5,7000],4,0]");
        assertThat(told).containsExactly("latest [1]", "interrupted");
        assertThat(quote.quote().last()).hasToString("6001");
        assertThat(counters.unparsed(Unparsed.TIME)).isEqualTo(2);

        frame("[8,\"te\",[4," + (far - 1) + ",-0.5,6002],5,0]");

        assertThat(told.getLast()).isEqualTo("executed 4 SELL");
    }

    @Test
    void replacesTheConnectionWhenTheVenueSaysThatItRestarts() {
        live();

        frame("{\"event\":\"info\",\"code\":20051,\"msg\":\"Stopping. Please try to reconnect\"}");

        assertThat(reconnects).containsExactly("the venue restarts");
    }

    @Test
    void showsMaintenanceAsSuspect() {
        live();

        frame("{\"event\":\"info\",\"code\":20060}");

        assertThat(quote.validity()).isEqualTo(Validity.SUSPECT);
        assertThat(sent).isEmpty();
    }

    @Test
    void asksAgainForAChannelThatTheVenueDidNotConfirm() {
        session.connected(nowMillis);
        sent.clear();

        session.tick(nowMillis + BitfinexSession.SUBSCRIBE_MILLIS_MAX + 1);

        assertThat(sent).hasSize(2).allMatch(message -> message.contains("\"event\":\"subscribe\""));
    }

    @Test
    void showsNothingBeforeItsChecksumHasCome() {
        liveWithChecksums();
        nowMillis = 1_200;

        frame("[7,[5900,2,5],4,0]");
        frame("[7,[6000,0,1],5,0]");
        assertThat(quote.quote().bid()).hasToString("6000");
        assertThat(feed.book(1).validity()).isEqualTo(Validity.SUSPECT);
        List<Book> read = new ArrayList<>();
        feed.read(1, nowMillis, read::add);
        assertThat(read).isEmpty();
        frame(checksum(6, "5900", "5", "6100", "-3"));

        assertThat(quote.quote().bid()).hasToString("5900");
        assertThat(quote.confirmedEpochMillis()).isEqualTo(1_200);
        assertThat(read).singleElement().extracting(Book::validity).isEqualTo(Validity.LIVE);
    }

    @Test
    void theNumberOfAnUnknownWordIsNotTakenForASequenceNumber() {
        liveWithChecksums();

        frame("[7,\"xs\",1869076194,4,0]");
        frame("[7,[5900,2,5],5,0]");
        frame(checksum(6, "6000", "1", "6100", "-3", "5900", "5"));

        assertThat(quote.validity()).isEqualTo(Validity.LIVE);
        assertThat(counters.gaps.sum()).isZero();
    }

    @Test
    void aChangeThatLiesIsNeverShown() {
        liveWithChecksums();
        List<Book> read = new ArrayList<>();

        frame("[7,[6001,1,1],4,0]"); // the venue meant 6002
        feed.read(1, nowMillis, read::add);
        frame(checksum(5, "6002", "1", "6100", "-3", "6000", "1"));

        assertThat(quote.quote())
                .extracting(now -> String.valueOf(now.bid()), Quote::validity)
                .containsExactly("6000", Validity.SUSPECT);
        assertThat(read).singleElement().extracting(Book::validity).isEqualTo(Validity.SUSPECT);
    }

    @Test
    void changesWithoutTheirChecksumAreSuspectAfterASecondUntilItComes() {
        liveWithChecksums();
        frame("[7,[5900,2,5],4,0]");

        session.tick(nowMillis += InstrumentFeed.UNPROVEN_MILLIS_MAX);
        assertThat(quote.validity()).isEqualTo(Validity.LIVE);
        session.tick(++nowMillis);
        assertThat(quote.validity()).isEqualTo(Validity.SUSPECT);
        frame(checksum(5, "6000", "1", "6100", "-3", "5900", "5"));

        assertThat(quote.validity()).isEqualTo(Validity.LIVE);
    }

    @Test
    void theSnapshotOfAQuietBookCountsAfterAWhileFromWhenItCame() {
        session.connected(nowMillis);
        frame("{\"event\":\"conf\",\"status\":\"OK\",\"flags\":229376}");
        subscribe();
        frame("[7,[[6000,1,1],[6100,1,-3]],1,0]");
        long snapshotMillis = nowMillis;
        assertThat(quote.validity()).isEqualTo(Validity.DETACHED);

        session.tick(nowMillis += InstrumentFeed.SNAPSHOT_MILLIS_MAX + 1);

        assertThat(quote.validity()).isEqualTo(Validity.LIVE);
        assertThat(quote.confirmedEpochMillis()).isEqualTo(snapshotMillis);
    }

    private void liveWithChecksums() {
        session.connected(nowMillis);
        frame("{\"event\":\"conf\",\"status\":\"OK\",\"flags\":229376}");
        subscribe();
        frame("[7,[[6000,1,1],[6100,1,-3]],1,0]");
        frame(checksum(2, "6000", "1", "6100", "-3"));
        frame("[8,\"hb\",3,0]");
        assertThat(quote.validity()).isEqualTo(Validity.LIVE);
        sent.clear();
    }

    private static String checksum(int sequence, String... parts) {
        CRC32 crc = new CRC32();
        crc.update(String.join(":", parts).getBytes(StandardCharsets.US_ASCII));
        return "[7,\"cs\"," + (int) crc.getValue() + "," + sequence + ",0]";
    }

    private void live() {
        session.connected(nowMillis);
        frame("{\"event\":\"conf\",\"status\":\"OK\",\"flags\":98304}"); // without checksums
        subscribe();
        frame("[7,[[6000,1,1],[6100,1,-3]],1,0]");
        frame("[8,\"hb\",2,0]");
        sent.clear();
    }

    private void subscribe() {
        frame("{\"event\":\"subscribed\",\"channel\":\"book\",\"chanId\":7,\"symbol\":\"tBTCUSD\"}");
        frame("{\"event\":\"subscribed\",\"channel\":\"trades\",\"chanId\":8,\"subId\":\"trades-tBTCUSD\"}");
    }

    private void frame(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        session.message(bytes, bytes.length, nowMillis);
    }
}
