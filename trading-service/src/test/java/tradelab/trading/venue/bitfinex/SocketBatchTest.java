package tradelab.trading.venue.bitfinex;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tradelab.trading.order.Orders;
import tradelab.trading.venue.Operation;
import tradelab.trading.venue.OperationResult.NotExecuted;
import tradelab.trading.venue.OperationResult.Refused;
import tradelab.trading.venue.OperationResult.Taken;
import tradelab.trading.venue.OperationResult.Unanswered;

class SocketBatchTest {
    private final SocketBatch batch = new SocketBatch(
            List.of(new Operation.Place(Orders.order(1)), new Operation.Cancel(Orders.order(2), "77")), 0);

    @Test
    void isAnsweredByTheListOfAllItsOperations() {
        assertThat(batch.take(Wire.parse(placed(1)))).isFalse();
        assertThat(batch.take(Wire.parse(list(placed(1), refused(77))))).isTrue();
        assertThat(batch.results().result().get(0)).isInstanceOf(Taken.class);
        assertThat(batch.results().result().get(1)).isEqualTo(new Refused("no"));
    }

    @Test
    void takesNoAnswerForTheBatchOfAnotherInstance() {
        assertThat(batch.take(Wire.parse(list(placed(8), refused(77))))).isFalse();
        assertThat(batch.take(Wire.parse(list(refused(80), refused(81))))).isFalse();
        assertThat(batch.take(Wire.parse(list(placed(1))))).isFalse();
        assertThat(batch.results().isComplete()).isFalse();
    }

    @Test
    void keepsWhatItKnowsWhenTheConnectionEnds() {
        assertThat(batch.take(Wire.parse(placed(1)))).isFalse();
        batch.end("lost");
        assertThat(batch.results().result().get(0)).isInstanceOf(Taken.class);
        assertThat(batch.results().result().get(1)).isEqualTo(new Unanswered("lost"));
    }

    @Test
    void knowsWhatAnErrorSaysAboutAllOfThem() {
        batch.error(11010, "ratelimit: error");
        assertThat(batch.results().result()).hasSize(2).allMatch(NotExecuted.class::isInstance);
    }

    private static String list(String... notifications) {
        return "[1,\"ox_multi-req\",null,null,[" + String.join(",", notifications) + "],null,\"SUCCESS\",\"ok\"]";
    }

    private static String placed(int cid) {
        return "[1,\"on-req\",null,null,[" + (100 + cid) + ",null," + cid + ",\"tBTCUSD\",1,1,1,1,\"EXCHANGE LIMIT\","
                + "null,null,null,0,\"ACTIVE\",null,null,6400,0,0,0],null,\"SUCCESS\",\"ok\"]";
    }

    private static String refused(long id) {
        return "[1,\"oc-req\",null,null,[" + id + ",null,null],null,\"ERROR\",\"no\"]";
    }
}
