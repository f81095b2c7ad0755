package tradelab.trading.venue.bitfinex;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tradelab.trading.order.Orders;
import tradelab.trading.order.Terms;
import tradelab.trading.venue.Operation;
import tradelab.trading.venue.OperationResult;
import tradelab.trading.venue.OperationResult.NotExecuted;
import tradelab.trading.venue.OperationResult.Refused;
import tradelab.trading.venue.OperationResult.Taken;
import tradelab.trading.venue.OperationResult.Unanswered;

class MultiOperationTest {
    private static final List<Operation> TWO =
            List.of(new Operation.Place(Orders.order(1)), new Operation.Place(Orders.order(2)));

    @Test
    void writesDecimalTextAndSignedAmounts() {
        assertThat(MultiOperation.body(List.of(TWO.get(0), new Operation.Cancel(Orders.order(2), "77"))))
                .isEqualTo("{\"ops\":[[\"on\",{\"type\":\"EXCHANGE LIMIT\",\"symbol\":\"tBTCUSD\",\"amount\":\"-1\","
                        + "\"cid\":1,\"price\":\"6400\"}],[\"oc\",{\"id\":77}]]}");
    }

    @Test
    void mapsResultsByCidWhateverTheirOrder() {
        List<OperationResult> results = results(taken(2), refused(1));
        assertThat(results.get(0)).isEqualTo(new Refused("no"));
        assertThat(results.get(1)).isInstanceOf(Taken.class);
    }

    @Test
    void leavesWhatTheListLacksUnanswered() {
        List<OperationResult> results = results(taken(2));
        assertThat(results.get(0)).isInstanceOf(Unanswered.class);
        assertThat(results.get(1)).isInstanceOf(Taken.class);
    }

    @Test
    void trustsThePlaceOfANamelessResultOnlyInACompleteListInOrder() {
        String nameless = "[1,\"on-req\",null,null,null,null,\"ERROR\",\"no\"]";
        assertThat(results(nameless, taken(2)).get(0)).isEqualTo(new Refused("no"));
        assertThat(results(taken(2), nameless).get(0)).isInstanceOf(Unanswered.class);
        assertThat(results(nameless).get(0)).isInstanceOf(Unanswered.class);
    }

    @Test
    void believesNeitherOfTwoAnswersForOneOrder() {
        assertThat(results(taken(1), refused(1), taken(2)).get(0)).isInstanceOf(Unanswered.class);
    }

    @ParameterizedTest
    @CsvSource({"500,10114", "500,11010", "500,20060"})
    void knowsWhatWasTurnedAwayAtTheDoor(int status, int code) {
        assertThat(MultiOperation.results(TWO, status, "[\"error\"," + code + ",\"text\"]"))
                .allMatch(NotExecuted.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "<html>Bad Gateway</html>",
                "[\"error\",10001,\"x\"]",
                "[\"error\",10020,\"x\"]",
                "[]",
                "[1,\"ox_multi-req\",null,null,{}]",
                "null"
            })
    void takesWhatItCannotReadForNoAnswer(String body) {
        assertThat(MultiOperation.results(TWO, 500, body)).allMatch(Unanswered.class::isInstance);
        assertThat(MultiOperation.results(TWO, 200, body)).allMatch(Unanswered.class::isInstance);
    }

    @Test
    void takesARefusedRequestForARefusal() {
        assertThat(MultiOperation.results(TWO, 429, "")).allMatch(NotExecuted.class::isInstance);
        assertThat(MultiOperation.results(TWO, 400, "")).allMatch(Refused.class::isInstance);
        assertThat(MultiOperation.results(TWO.subList(0, 1), 500, "[\"error\",10020,\"x\"]"))
                .containsExactly(new Refused("10020 x"));
    }

    @Test
    void amendsByTheVenuesIdWithWhatIsToRemain() {
        Operation amend = new Operation.Amend(Orders.order(2), "77", new Terms(640_000_000_000L, 50_000_000));
        assertThat(MultiOperation.body(List.of(amend)))
                .isEqualTo("{\"ops\":[[\"ou\",{\"id\":77,\"amount\":\"0.5\",\"price\":\"6400\"}]]}");
        String taken = "[1,\"ou-req\",null,null,[77,null,2],null,\"SUCCESS\",\"Submitting update\"]";
        assertThat(MultiOperation.results(List.of(amend), 200, "[1,\"ox_multi-req\",null,null,[" + taken + "]]"))
                .containsExactly(new Taken(null));
    }

    private static List<OperationResult> results(String... notifications) {
        return MultiOperation.results(
                TWO,
                200,
                "[1,\"ox_multi-req\",null,null,[" + String.join(",", notifications) + "],null,\"SUCCESS\",\"ok\"]");
    }

    private static String taken(int cid) {
        return "[1,\"on-req\",null,null,[" + row(cid, "ACTIVE") + "],null,\"SUCCESS\",\"ok\"]";
    }

    private static String refused(int cid) {
        return "[1,\"on-req\",null,null," + row(cid, "ACTIVE") + ",null,\"ERROR\",\"no\"]";
    }

    private static String row(int cid, String status) {
        return "[" + (100 + cid) + ",null," + cid + ",\"tBTCUSD\",1,1,1,1,\"EXCHANGE LIMIT\",null,null,null,0,\""
                + status + "\",null,null,6400,0,0,0]";
    }
}
