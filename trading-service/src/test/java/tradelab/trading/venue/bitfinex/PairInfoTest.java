package tradelab.trading.venue.bitfinex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.trading.order.VenueFill;
import tradelab.trading.order.VenueReport;
import tradelab.trading.venue.InstrumentFacts;
import tradelab.trading.venue.VenueEvents;

class PairInfoTest {
    private static final String BTC =
            "[\"BTCUSD\",[null,null,null,\"0.00004\",\"2000.0\",null,null,null,0.2,0.1,null,null]]";
    private static final String LINK = "[\"LINK:USD\",[null,null,null,\"0.2\",null]]";

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        var _ = vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void readsTheSizesOfEveryPairAndLeavesOutWhatIsNone() {
        assertThat(read("[[" + BTC + ",[\"\",[]],7],[" + LINK + "]]"))
                .containsExactly(
                        facts("BITFINEX:tBTCUSD", "0.00004", "2000"),
                        new InstrumentFacts(
                                Instrument.parse("BITFINEX:tLINK:USD"), null, null, Amount.parse("0.2"), null, false));
    }

    @Test
    void anAnswerThatNamesNoPairIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> read("[[],[]]"));
        assertThatIllegalArgumentException().isThrownBy(() -> read("[\"error\",10020,\"keys: invalid\"]"));
    }

    @Test
    void whatIsNotNamedAnyMoreIsHaltedUntilItIsNamedAgain() {
        List<String> told = new ArrayList<>();
        VenueEvents events = new VenueEvents() {
            @Override
            public void report(VenueReport report) {}

            @Override
            public void fill(VenueFill fill) {}

            @Override
            public void halted(Instrument instrument, boolean halted) {
                told.add(instrument + " " + halted);
            }

            @Override
            public void listed(String code) {
                told.add(code);
            }

            @Override
            public void connected() {}

            @Override
            public void disconnected(String why) {}
        };
        PairInfo pairs = new PairInfo(vertx, "http://127.0.0.1:9", Duration.ofSeconds(1), Duration.ofSeconds(1));
        pairs.tell(read("[[" + BTC + "," + LINK + "]]"), events);
        pairs.tell(read("[[" + BTC + "]]"), events);
        pairs.tell(read("[[" + BTC + "]]"), events);
        pairs.tell(read("[[" + BTC + "," + LINK + "]]"), events);
        assertThat(told)
                .containsExactly(
                        "BITFINEX",
                        "BITFINEX:tLINK:USD true",
                        "BITFINEX",
                        "BITFINEX",
                        "BITFINEX:tLINK:USD false",
                        "BITFINEX");
    }

    @Test
    void heedsSecondsOfARefusalAndNothingElse() {
        assertThat(RestClient.retryAfter(429, "7")).isEqualTo(7);
        assertThat(RestClient.retryAfter(503, "999999")).isEqualTo(600);
        assertThat(RestClient.retryAfter(200, "7")).isZero();
        assertThat(RestClient.retryAfter(429, null)).isZero();
        assertThat(RestClient.retryAfter(429, "-1")).isZero();
        assertThat(RestClient.retryAfter(429, "Wed, 21 Oct 2026 07:28:00 GMT")).isZero();
    }

    private static List<InstrumentFacts> read(String answer) {
        return PairInfo.facts(Wire.parse(answer));
    }

    private static InstrumentFacts facts(String instrument, String least, String most) {
        return new InstrumentFacts(
                Instrument.parse(instrument), null, null, Amount.parse(least), Amount.parse(most), false);
    }
}
