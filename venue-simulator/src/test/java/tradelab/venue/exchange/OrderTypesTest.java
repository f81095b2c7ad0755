package tradelab.venue.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OrderTypesTest {
    private final TestVenue venue = new TestVenue();

    private Notification send(Account account, String type, String amount, String more) {
        return venue.submit(
                account,
                "{\"symbol\":\"tBTCUSD\",\"type\":\"" + type + "\",\"amount\":\"" + amount + "\"" + more + "}");
    }

    private void trade(String amount, String price) {
        assertThat(venue.refusal(venue.limit(venue.alice, amount, price))).isNull();
        assertThat(venue.refusal(venue.limit(venue.bob, "-" + amount, price))).isNull();
        venue.said.clear();
    }

    @Test
    void firesAStopOnceATradeReachesIt() {
        assertThat(venue.refusal(send(venue.alice, "EXCHANGE STOP", "-1", ",\"price\":\"990\"")))
                .isNull();
        assertThat(venue.refusal(venue.limit(venue.bob, "2", "989"))).isNull();
        venue.said.clear();
        trade("0.5", "1000");
        assertThat(venue.refusal(venue.limit(venue.alice, "-0.5", "989"))).isNull();
        assertThat(venue.said).contains("alice fill -0.5@989", "alice fill -1@989", "alice oc EXECUTED @ 989(-1)");
        assertThat(venue.balance(venue.alice, "BTC")).isEqualTo("8.9995 available 8.9995");
    }

    @Test
    void turnsAStopLimitIntoALimitOrderThatRests() {
        Notification answer =
                send(venue.alice, "EXCHANGE STOP LIMIT", "1", ",\"price\":\"1010\",\"price_aux_limit\":\"1005\"");
        AccountOrder order = answer.orders().getFirst();
        trade("0.5", "1010");
        assertThat(order.type()).isEqualTo("EXCHANGE LIMIT");
        assertThat(order.typeBefore()).isEqualTo("EXCHANGE STOP LIMIT");
        assertThat(venue.market.depth().bestBid()).isEqualTo(TestVenue.units("1005"));
    }

    @Test
    void letsATrailingStopFollowTheBestBidAndNeverGoBack() {
        assertThat(venue.refusal(venue.limit(venue.bob, "1", "1000"))).isNull();
        AccountOrder order = send(venue.alice, "EXCHANGE TRAILING STOP", "-1", ",\"price_trailing\":\"10\"")
                .orders()
                .getFirst();
        assertThat(order.price()).isEqualTo(TestVenue.units("990"));
        Notification better = venue.limit(venue.bob, "1", "1020");
        assertThat(order.price()).isEqualTo(TestVenue.units("1010"));
        var _ = venue.cancel(venue.bob, "{\"id\":" + better.orders().getFirst().id() + "}");
        assertThat(order.price()).isEqualTo(TestVenue.units("1010"));
        assertThat(venue.refusal(venue.limit(venue.alice, "-0.5", "1000"))).isNull();
        assertThat(order.status()).isEqualTo("CANCELED was: PARTIALLY FILLED @ 1000(-0.5)");
    }

    @Test
    void answersAnOcoWithTwoOrdersOfWhichOnlyOneExecutes() {
        Notification answer = send(
                venue.alice,
                "EXCHANGE LIMIT",
                "-1",
                ",\"price\":\"1100\",\"flags\":16384,\"price_oco_stop\":\"950\",\"cid\":1,\"cid_oco\":2");
        assertThat(answer.orders()).extracting(AccountOrder::cid).containsExactly(1L, 2L);
        assertThat(venue.balance(venue.alice, "BTC")).isEqualTo("10 available 9");
        assertThat(venue.refusal(venue.limit(venue.bob, "1", "1100"))).isNull();
        assertThat(answer.orders()).extracting(AccountOrder::status).containsExactly("EXECUTED @ 1100(-1)", "CANCELED");
        assertThat(venue.balance(venue.alice, "BTC")).isEqualTo("9 available 9");
    }

    @Test
    void cancelsTheLimitOfAnOcoWhenItsStopIsReached() {
        Notification answer = send(
                venue.alice, "EXCHANGE LIMIT", "-1", ",\"price\":\"1100\",\"flags\":16384,\"price_oco_stop\":\"950\"");
        assertThat(venue.refusal(venue.limit(venue.bob, "5", "950"))).isNull();
        assertThat(venue.refusal(venue.limit(venue.alice, "-0.1", "950"))).isNull();
        assertThat(answer.orders()).extracting(AccountOrder::status).containsExactly("CANCELED", "EXECUTED @ 950(-1)");
    }

    @Test
    void hidesAHiddenOrderAndTakesTheTakersFeeForIt() {
        assertThat(venue.refusal(send(venue.alice, "EXCHANGE LIMIT", "1", ",\"price\":\"1000\",\"flags\":64")))
                .isNull();
        assertThat(venue.market.depth().levels(true)).isZero();
        assertThat(venue.refusal(venue.limit(venue.bob, "-1", "1000"))).isNull();
        assertThat(venue.balance(venue.alice, "BTC")).isEqualTo("10.998 available 10.998");
    }

    @Test
    void closesAProtectedOrderRatherThanTradeWithItsOwner() {
        assertThat(venue.refusal(venue.limit(venue.alice, "1", "1000"))).isNull();
        assertThat(venue.refusal(send(
                        venue.alice, "EXCHANGE LIMIT", "-1", ",\"price\":\"1000\",\"meta\":{\"protect_selfmatch\":1}")))
                .isNull();
        assertThat(venue.said).endsWith("alice on ACTIVE", "alice oc CANCELED");
        assertThat(venue.fills).isEmpty();
    }

    @Test
    void endsAnOrderWhenItsTimeIsOver() {
        assertThat(venue.refusal(
                        send(venue.alice, "EXCHANGE LIMIT", "1", ",\"price\":\"900\",\"tif\":\"1970-01-01 00:00:05\"")))
                .isNull();
        venue.exchange.expire(4_999);
        assertThat(venue.alice.open()).hasSize(1);
        venue.exchange.expire(5_000);
        assertThat(venue.alice.open()).isEmpty();
        assertThat(venue.refusal(send(venue.alice, "EXCHANGE LIMIT", "1", ",\"price\":\"900\",\"tif\":\"never\"")))
                .startsWith("tif: invalid");
    }

    @Test
    void opensAveragesReducesAndClosesAPosition() {
        assertThat(venue.refusal(venue.limit(venue.bob, "-1", "1000"))).isNull();
        assertThat(venue.refusal(send(venue.alice, "LIMIT", "1", ",\"price\":\"1000\"")))
                .isNull();
        assertThat(venue.refusal(venue.limit(venue.bob, "-1", "1100"))).isNull();
        assertThat(venue.refusal(send(venue.alice, "MARKET", "1", ""))).isNull();
        assertThat(venue.refusal(venue.limit(venue.bob, "2", "1200"))).isNull();
        assertThat(venue.refusal(send(venue.alice, "MARKET", "-0.5", ""))).isNull();
        assertThat(venue.refusal(send(venue.alice, "MARKET", "0", ",\"flags\":512")))
                .isNull();
        assertThat(venue.said.stream().filter(text -> text.matches("alice p[nuc] .*")))
                .containsExactly("alice pn 1@1000", "alice pu 2@1050", "alice pu 1.5@1050", "alice pc 1.5@1050");
        // 2 x 150 gained; fees of 0.2 % of 1000, 1100, 600 and 1800
        assertThat(venue.margin(venue.alice)).isEqualTo("10291 available 10291");
        assertThat(venue.refusal(send(venue.alice, "MARKET", "0", ",\"flags\":512")))
                .isEqualTo("Invalid order: no position to close");
    }

    @Test
    void letsReduceOnlyOrdersOnlyReduce() {
        assertThat(venue.refusal(send(venue.alice, "LIMIT", "-1", ",\"price\":\"1000\",\"flags\":1024")))
                .isNull();
        assertThat(venue.said).endsWith("alice oc RSN_POS_NOTFOUND");
        assertThat(venue.refusal(venue.limit(venue.bob, "-1", "1000"))).isNull();
        assertThat(venue.refusal(send(venue.alice, "LIMIT", "1", ",\"price\":\"1000\"")))
                .isNull();
        assertThat(venue.refusal(send(venue.alice, "LIMIT", "1", ",\"price\":\"900\",\"flags\":1024")))
                .isNull();
        assertThat(venue.said).endsWith("alice oc RSN_POS_REDUCE_INCR");
        assertThat(venue.refusal(send(venue.alice, "LIMIT", "-2", ",\"price\":\"1900\",\"flags\":1024")))
                .isNull();
        assertThat(venue.said).endsWith("alice oc RSN_POS_REDUCE_FLIP");
        assertThat(venue.refusal(send(venue.alice, "LIMIT", "-1", ",\"price\":\"1900\",\"flags\":1024")))
                .isNull();
        assertThat(venue.refusal(venue.limit(venue.bob, "1", "800"))).isNull();
        assertThat(venue.refusal(send(venue.alice, "MARKET", "-1", ""))).isNull();
        assertThat(venue.said).endsWith("alice oc RSN_POS_NOTFOUND");
    }

    @Test
    void refusesAMarginOrderBeyondWhatIsBehindIt() {
        assertThat(venue.refusal(send(venue.alice, "LIMIT", "60", ",\"price\":\"1000\"")))
                .isEqualTo("Invalid order: not enough tradable balance for 60 BTCUSD at 1000");
        assertThat(venue.refusal(send(venue.alice, "LIMIT", "49", ",\"price\":\"1000\"")))
                .isNull();
    }

    @Test
    void neverReducesMoreThanIsHeldHoweverManyReduceOnlyOrdersOneTradeReaches() {
        assertThat(venue.refusal(venue.limit(venue.bob, "-1", "1000"))).isNull();
        assertThat(venue.refusal(send(venue.alice, "LIMIT", "1", ",\"price\":\"1000\"")))
                .isNull();
        for (String price : new String[] {"1100", "1101", "1102"}) {
            assertThat(venue.refusal(send(venue.alice, "LIMIT", "-0.7", ",\"price\":\"" + price + "\",\"flags\":1024")))
                    .isNull();
        }
        venue.said.clear();
        assertThat(venue.refusal(venue.limit(venue.bob, "2", "1200"))).isNull();
        assertThat(venue.alice.position("tBTCUSD").isOpen()).isFalse();
        assertThat(venue.alice.open()).isEmpty();
        assertThat(venue.said.stream().filter(text -> text.startsWith("alice fill")))
                .containsExactly("alice fill -0.7@1100", "alice fill -0.3@1101");
        assertThat(venue.said).contains("alice oc RSN_POS_NOTFOUND was: PARTIALLY FILLED @ 1101(-0.3)");
    }

    @Test
    void claimsAPositionAndMakesItAgain() {
        assertThat(venue.refusal(venue.limit(venue.bob, "-1", "1000"))).isNull();
        assertThat(venue.refusal(send(venue.alice, "LIMIT", "1", ",\"price\":\"1000\"")))
                .isNull();
        long id = venue.alice.position("tBTCUSD").id();
        Position claimed = venue.exchange.claim(venue.alice, TestVenue.json("{\"id\":" + id + "}"), 3_000);
        assertThat(claimed.amount()).isEqualTo(TestVenue.units("1"));
        assertThat(venue.alice.positions()).isEmpty();
        assertThat(venue.said).endsWith("alice pc 1@1000");
        assertThat(venue.margin(venue.alice)).isEqualTo("8998 available 8998"); // less the fee of 2
        assertThat(venue.marginCoins(venue.alice)).isEqualTo("1 available 1");
        Position made = venue.exchange.increase(
                venue.alice, TestVenue.json("{\"symbol\":\"tBTCUSD\",\"amount\":\"0.5\"}"), 4_000);
        assertThat(made.amount()).isEqualTo(TestVenue.units("0.5"));
        assertThat(venue.margin(venue.alice)).isEqualTo("9498 available 9398");
        assertThat(venue.marginCoins(venue.alice)).isEqualTo("0.5 available 0.5");
        assertThatThrownBy(() -> venue.exchange.increase(
                        venue.alice, TestVenue.json("{\"symbol\":\"tBTCUSD\",\"amount\":\"0.6\"}"), 4_000))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("available balance is only 0.5 BTC");
    }
}
