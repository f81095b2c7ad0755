package tradelab.venue.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradelab.venue.market.PublicFeed.Channel;
import tradelab.venue.replay.RecordedEvent.BookSnapshot;
import tradelab.venue.replay.RecordedEvent.BookUpdate;
import tradelab.venue.replay.RecordedEvent.Heartbeat;
import tradelab.venue.replay.RecordedEvent.Trade;
import tradelab.venue.replay.RecordedEvent.TradeHistory;

class FrameParserTest {
    private final FrameCounts counts = new FrameCounts();
    private final FrameParser parser = new FrameParser(counts);

    @BeforeEach
    void subscribe() throws MalformedFrame {
        assertThat(
                        parse(
                                "{\"event\":\"subscribed\",\"channel\":\"book\",\"chanId\":7,\"symbol\":\"tBTCUSD\",\"prec\":\"P0\"}"))
                .isNull();
        assertThat(parse("{\"event\":\"subscribed\",\"channel\":\"trades\",\"chanId\":8,\"symbol\":\"tBTCUSD\"}"))
                .isNull();
        assertThat(parse("{\"event\":\"subscribed\",\"channel\":\"ticker\",\"chanId\":9,\"symbol\":\"tBTCUSD\"}"))
                .isNull();
    }

    @Test
    void readsABookUpdateWithoutDoubles() throws MalformedFrame {
        assertThat(parse("[7,[6443.1,5,-13.67099184]]"))
                .isEqualTo(new BookUpdate("tBTCUSD", 644_310_000_000L, 5, -1_367_099_184L));
    }

    @Test
    void passesOverSequenceNumbersAndServerTimes() throws MalformedFrame {
        assertThat(parse("[7,[2e-8,0,1],50,1542045947738]")).isEqualTo(new BookUpdate("tBTCUSD", 2, 0, 100_000_000));
        assertThat(parse("[8,\"hb\",51]")).isEqualTo(new Heartbeat("tBTCUSD", Channel.TRADES));
    }

    @Test
    void readsSnapshotsOfTheBookAndOfTrades() throws MalformedFrame {
        assertThat(parse("[7,[[6443,5,5.2],[6443.1,6,-13]]]")).isInstanceOfSatisfying(BookSnapshot.class, snapshot -> {
            assertThat(snapshot.prices()).containsExactly(644_300_000_000L, 644_310_000_000L);
            assertThat(snapshot.counts()).containsExactly(5, 6);
            assertThat(snapshot.amounts()).containsExactly(520_000_000, -1_300_000_000);
        });
        assertThat(parse("[8,[[310628121,1542045947738,0.5,6443.1]]]"))
                .isInstanceOfSatisfying(TradeHistory.class, history -> {
                    assertThat(history.ids()).containsExactly(310_628_121);
                    assertThat(history.millis()).containsExactly(1_542_045_947_738L);
                });
        assertThat(parse("[7,[]]")).isInstanceOf(BookSnapshot.class);
    }

    @Test
    void tellsExecutedTradesFromBookedOnes() throws MalformedFrame {
        var expected = new Trade("tBTCUSD", true, 1, 2, -50_000_000, 644_300_000_000L);
        assertThat(parse("[8,\"te\",[1,2,-0.5,6443]]")).isEqualTo(expected);
        assertThat(parse("[8,\"tu\",[1,2,-0.5,6443]]"))
                .isInstanceOf(Trade.class)
                .isNotEqualTo(expected);
    }

    @Test
    void countsChannelsThatAreNotReplayedAsOthers() throws MalformedFrame {
        assertThat(parse("[9,[1,2,3]]")).isNull();
        assertThat(parse("[4711,[1,2,3]]")).isNull();
        assertThat(parse("[7,\"cs\",-12]")).isNull();
        assertThat(counts.summary().others()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "nonsense",
                "{\"event\":",
                "{}",
                "[7,[6443.1,5,-13.6]",
                "[7,[6443.1,5]]",
                "[7,[6443.1,5,1]]]",
                "[7,[6443.1,5,0]]",
                "[7,[-1,5,1]]",
                "[7,[1,1.5,1]]",
                "[7,[1,2,null]]",
                "[8,\"xx\",[1,2,3,4]]",
                "[7,\"te\",[1,2,3,4]]",
                "[8,[1,2,3,4]]",
                "{\"event\":\"subscribed\",\"channel\":\"book\"}"
            })
    void refusesWhatTheExchangeDoesNotSend(String frame) {
        assertThatThrownBy(() -> parse(frame)).isInstanceOf(MalformedFrame.class);
    }

    private @Nullable RecordedEvent parse(String frame) throws MalformedFrame {
        byte[] bytes = ("  " + frame + "  ").getBytes(StandardCharsets.UTF_8);
        return parser.parse(bytes, 2, bytes.length - 2);
    }
}
