package tradelab.marketdata.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.Quote.Validity;
import tradelab.contracts.marketdata.Trade;
import tradelab.marketdata.book.BookEvent;
import tradelab.marketdata.cache.QuoteEntry;

class RestQuotesTest {
    private static final String ROW = "[\"tBTCUSD\",6000.1,1.5,6000.2,2e-3,-12.5,-0.002,6000.15,1234.5,6100,5900]";
    private static final RestQuotes.Row POLLED = new RestQuotes.Row("tBTCUSD", 60, 1, 61, 2, 62);

    private final QuoteEntry shown = QuoteEntry.detached(Instrument.parse("BITFINEX:tBTCUSD"));
    private final InstrumentFeed feed = new InstrumentFeed(
            shown,
            25,
            new TradeObserver() {
                @Override
                public void executed(Instrument instrument, Trade trade) {}

                @Override
                public void latest(Instrument instrument, List<Trade> trades) {}

                @Override
                public void interrupted(Instrument instrument) {}
            },
            new FeedCounters());

    @Test
    void readsRowsWithoutDoublesAndSidesThatAreEmpty() {
        assertThat(RestQuotes.rows(bytes("[" + ROW + ",[\"tX\",null,null,7,8,0,0,9,0,0,0]]")))
                .containsExactly(
                        new RestQuotes.Row(
                                "tBTCUSD", 600_010_000_000L, 150_000_000, 600_020_000_000L, 200_000, 600_015_000_000L),
                        new RestQuotes.Row("tX", 0, 0, 700_000_000, 800_000_000, 900_000_000));
        assertThat(RestQuotes.rows(bytes("[]"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[",
                "[1]",
                "[[]]",
                "[[1,2,3,4,5,6,7,8]]",
                "[[\"t\",1,1]]",
                "[[\"t\",7,1,6,1,0,0,6]]",
                "[[\"t\",-1,1,6,1,0,0,6]]",
                "[[\"t\",1e999999,1,6,1,0,0,6]]",
                "[[\"t\",1e-999999,1,6,1,0,0,6]]",
                "[[\"t\",\"5\",1,6,1,0,0,6]]",
                "[[\"t\",[1],1,6,1,0,0,6]]",
                "[[\"t\",1,1,6,1,0,0,6]] x",
                "[\"error\",10020,\"symbol: invalid\"]"
            })
    void refusesAnswersThatLie(String answer) {
        assertThatThrownBy(() -> RestQuotes.rows(bytes(answer))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aQuoteOfABookThatIsAwayIsNeverLiveAndAsOldAsTheQuestion() {
        assertThat(feed.polled(POLLED, 5_000)).isTrue();

        Quote quote = shown.quote();
        assertThat(quote.validity()).isEqualTo(Validity.SUSPECT);
        assertThat(quote.receiveEpochMillis()).isEqualTo(5_000);
        assertThat(quote.venueEpochMillis()).isZero();
        assertThat(quote.bid()).hasToString("0.0000006");
        assertThat(quote.last()).hasToString("0.00000062");
        assertThat(shown.json(5_001, 60_000)).isNull();
        assertThat(feed.book(1).validity()).isEqualTo(Validity.DETACHED);
    }

    @Test
    void anOlderAnswerThanWhatIsShownIsLeftOut() {
        assertThat(feed.polled(POLLED, 5_000)).isTrue();

        assertThat(feed.polled(new RestQuotes.Row("tBTCUSD", 1, 1, 2, 2, 2), 4_000))
                .isFalse();

        assertThat(shown.quote().bid()).hasToString("0.0000006");
    }

    @Test
    void whatHappensToTheConnectionMeanwhileDoesNotMakeItYounger() {
        assertThat(feed.polled(POLLED, 5_000)).isTrue();

        var _ = feed.event(BookEvent.SUBSCRIBED, 9_000);
        var _ = feed.event(BookEvent.DISCONNECTED, 9_500);

        assertThat(shown.quote().receiveEpochMillis()).isEqualTo(5_000);
        assertThat(shown.quote().validity()).isEqualTo(Validity.SUSPECT);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
