package tradelab.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import tradelab.contracts.trading.OrderType;
import tradelab.contracts.trading.Side;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.contracts.trading.SubmitOutcome;

class JsonTest {
    private static final String ORDER =
            "{\"account\":\"a\",\"clientOrderId\":\"c-1\",\"instrument\":\"BITFINEX:tBTCUSD\",\"side\":\"BUY\","
                    + "\"type\":\"LIMIT\",\"price\":\"6405.5\",\"amount\":\"0.25\"}";

    @Test
    void readsAnOrderAndWritesItBack() {
        SubmitOrder order = read(ORDER);

        assertThat(order)
                .isEqualTo(new SubmitOrder(
                        "a",
                        "c-1",
                        Instrument.parse("BITFINEX:tBTCUSD"),
                        Side.BUY,
                        OrderType.LIMIT,
                        Price.parse("6405.5"),
                        Amount.parse("0.25"),
                        null));
        assertThat(Json.write(order).toString()).isEqualTo(ORDER);
    }

    @Test
    void aSealedAnswerSaysWhichItIs() {
        SubmitOutcome outcome = new SubmitOutcome.Refused(SubmitOutcome.Reason.HALTED, "kill switch");

        assertThat(Json.write(outcome).toString())
                .isEqualTo("{\"outcome\":\"refused\",\"reason\":\"HALTED\",\"detail\":\"kill switch\"}");
        assertThat(Json.read(Json.write(outcome), SubmitOutcome.class)).isEqualTo(outcome);
    }

    @Test
    void everyRefusalNamesTheFieldTheExpectationAndTheValue() {
        assertRefused("\"6405.5\"", "6405.5", "price: expected text, got 6405.5");
        assertRefused("\"6405.5\"", "1e999", "price: expected text");
        assertRefused("\"6405.5\"", "\"1e999\"", "price: expected a plain decimal");
        assertRefused("\"6405.5\"", "\"-1\"", "price: expected above 0, got -1");
        assertRefused("\"6405.5\"", "null", "price: expected a price with type LIMIT, got nothing");
        assertRefused("\"0.25\"", "\"0\"", "amount: expected above 0");
        assertRefused("\"BUY\"", "\"buy\"", "side: expected one of [BUY, SELL], got 'buy'");
        assertRefused("\"BUY\"", "0", "side: expected one of [BUY, SELL]");
        assertRefused("\"a\"", "\"a b\"", "account: expected 1 to 64 letters");
        assertRefused("\"a\"", "7", "account: expected text");
        assertRefused("BITFINEX:tBTCUSD", "tBTCUSD", "instrument: expected VENUE:symbol");
        assertRefused("\"side\"", "\"sid\":1,\"side\"", "sid: unknown field, expected one of [account, amount,");
        assertRefused("\"side\":\"BUY\"", "\"side\":\"BUY\",\"side\":\"SELL\"", "Duplicate");
        assertRefused("}", "} x", "body: ");
        assertRefused("{", "", "body: ");
        assertThatThrownBy(() -> Json.read(Buffer.buffer("{\"account\":\"a\""), SubmitOrder.class))
                .hasMessageEndingWith("expected close marker for Object");
        assertThatThrownBy(() -> Json.read(Buffer.buffer(), SubmitOrder.class))
                .hasMessage("body: expected an object, got nothing");
    }

    @Test
    void depthAndDigitsAreBounded() {
        assertThatThrownBy(() -> read("[".repeat(100_000))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> read("{\"account\":" + "9".repeat(1_000_000) + "}"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> read("null")).hasMessageContaining("body: expected a JSON object");
    }

    private static void assertRefused(String good, String bad, String message) {
        String text = ORDER.replace(good, bad);
        assertThatThrownBy(() -> read(text), text)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static SubmitOrder read(String text) {
        return Json.read(Buffer.buffer(text), SubmitOrder.class);
    }
}
