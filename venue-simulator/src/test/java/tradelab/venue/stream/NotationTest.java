package tradelab.venue.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NotationTest {
    @Test
    void writesPricesAndAmountsOfOrdersAsTextButNoIds() {
        String frame =
                "\"on\",[7,null,8,\"tBTCUSD\",1000,1000,0.5,1,\"LIMIT\",null,null,null,0,\"ACTIVE\",null,null,25000,0,0,0]";
        assertThat(Notation.account(frame, true, false))
                .isEqualTo(
                        "\"on\",[7,null,8,\"tBTCUSD\",1000,1000,\"0.5\",\"1\",\"LIMIT\",null,null,null,0,\"ACTIVE\",null,"
                                + "null,\"25000\",\"0\",\"0\",\"0\"]");
    }

    @Test
    void writesTimesAsText() {
        assertThat(Notation.account("\"te\",[1,\"tBTCUSD\",1000,2,0.1,5]", false, true))
                .isEqualTo("\"te\",[1,\"tBTCUSD\",\"1970-01-01T00:00:01Z\",2,0.1,5]");
    }

    @Test
    void rewritesEachRowOfASnapshot() {
        assertThat(Notation.account("\"ws\",[[\"exchange\",\"USD\",1.5,0,1],[\"margin\",\"USD\",2,0,2]]", true, true))
                .isEqualTo(
                        "\"ws\",[[\"exchange\",\"USD\",\"1.5\",\"0\",\"1\"],[\"margin\",\"USD\",\"2\",\"0\",\"2\"]]");
    }

    @Test
    void leavesHeartbeatsAndWhatItDoesNotKnowAlone() {
        assertThat(Notation.account("\"hb\"", true, true)).isEqualTo("\"hb\"");
        assertThat(Notation.rewritten(null, "[1,2.5]", true, true)).isEqualTo("[1,2.5]");
    }
}
