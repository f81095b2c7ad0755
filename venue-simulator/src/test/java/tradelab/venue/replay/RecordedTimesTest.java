package tradelab.venue.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tradelab.venue.replay.RecordedEvent.BookUpdate;
import tradelab.venue.replay.RecordedEvent.Trade;
import tradelab.venue.replay.RecordedEvent.TradeHistory;

class RecordedTimesTest {
    private final List<Long> times = new ArrayList<>();
    private final RecordedTimes recorded = new RecordedTimes(event -> times.add(event.atMillis()));

    @Test
    void spreadsFramesEvenlyBetweenTwoTrades() {
        add(trade(1_000), update(), update(), update(), trade(1_400));
        assertThat(times).containsExactly(1_000L, 1_100L, 1_200L, 1_300L, 1_400L);
    }

    @Test
    void beginsAtTheNewestTradeOfTheHistory() {
        add(history(300, 500, 400), update(), update(), trade(900));
        assertThat(times).containsExactly(600L, 700L, 800L, 900L);
    }

    @Test
    void goesOnAtTheAveragePaceAfterTheLastTrade() {
        add(trade(1_000), update(), trade(1_020), update(), update());
        recorded.finish();
        assertThat(times).containsExactly(1_000L, 1_010L, 1_020L, 1_026L, 1_033L);
    }

    @Test
    void neverGoesBackWhenATradeIsDatedEarlier() {
        add(trade(1_000), update(), trade(900), update(), trade(1_100));
        assertThat(times).containsExactly(1_000L, 1_000L, 1_000L, 1_050L, 1_100L);
    }

    @Test
    void boundsWhatWaitsForATrade() {
        add(trade(1_000));
        for (int i = 0; i < RecordedTimes.WAITING_MAX; i++) {
            add(update());
        }
        assertThat(times).hasSize(RecordedTimes.WAITING_MAX + 1).isSorted();
    }

    @Test
    void takesReceiptTimesWhereThereAreAny() {
        recorded.add(update(), 5_000);
        recorded.add(trade(4_000), 5_003);
        assertThat(times).containsExactly(5_000L, 5_003L);
    }

    private void add(RecordedEvent... events) {
        for (RecordedEvent event : events) {
            recorded.add(event, FrameSplitter.NO_TIME);
        }
    }

    private static RecordedEvent update() {
        return new BookUpdate("tBTCUSD", 1, 1, 1);
    }

    private static RecordedEvent trade(long millis) {
        return new Trade("tBTCUSD", true, millis, millis, 1, 1);
    }

    private static RecordedEvent history(long... millis) {
        return new TradeHistory("tBTCUSD", millis, millis, millis, millis);
    }
}
