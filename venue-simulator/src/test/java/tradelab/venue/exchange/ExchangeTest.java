package tradelab.venue.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tradelab.venue.market.PublicFeed;

class ExchangeTest {
    private final TestVenue venue = new TestVenue();

    @Test
    void setsMoneyAsideForAnOrderAndGivesItBackWhenItIsCancelled() {
        Notification answer = venue.limit(venue.alice, "2", "1000");
        assertThat(venue.balance(venue.alice, "USD")).isEqualTo("100000 available 98000");
        long id = answer.orders().getFirst().id();
        assertThat(venue.refusal(venue.cancel(venue.alice, "{\"id\":" + id + "}")))
                .isNull();
        assertThat(venue.balance(venue.alice, "USD")).isEqualTo("100000 available 100000");
        assertThat(venue.said).containsExactly("alice on ACTIVE", "alice oc CANCELED");
    }

    @Test
    void letsAnAccountSpendAllThatItHas() {
        assertThat(venue.limit(venue.alice, "100", "1000").refusal()).isNull();
        assertThat(venue.balance(venue.alice, "USD")).isEqualTo("100000 available 0");
        assertThat(venue.limit(venue.alice, "0.001", "0.000001").refusal()).isNotNull();
    }

    @Test
    void tradesBetweenAccountsAndTakesFeesFromWhatIsReceived() {
        assertThat(venue.refusal(venue.limit(venue.alice, "2", "1000"))).isNull();
        assertThat(venue.refusal(venue.limit(venue.bob, "-1", "900"))).isNull();
        assertThat(venue.balance(venue.alice, "USD")).isEqualTo("99000 available 98000");
        assertThat(venue.balance(venue.alice, "BTC")).isEqualTo("10.999 available 10.999");
        assertThat(venue.balance(venue.bob, "USD")).isEqualTo("100998 available 100998");
        assertThat(venue.balance(venue.bob, "BTC")).isEqualTo("9 available 9");
        assertThat(venue.said)
                .containsExactly(
                        "alice on ACTIVE",
                        "bob on ACTIVE",
                        "bob fill -1@1000",
                        "alice fill 1@1000",
                        "alice ou PARTIALLY FILLED @ 1000(1)",
                        "bob oc EXECUTED @ 1000(-1)");
    }

    @Test
    void refusesInTheExchangesWordsAndWritesEveryArrivalDown() {
        assertThat(venue.refusal(venue.limit(venue.alice, "-11", "1000")))
                .isEqualTo("Invalid order: not enough exchange balance for -11 BTCUSD at 1000");
        assertThat(venue.refusal(venue.limit(venue.alice, "0.0001", "1000")))
                .isEqualTo("Invalid order: minimum size for BTCUSD is 0.001");
        assertThat(venue.refusal(venue.submit(venue.alice, "{\"type\":\"EXCHANGE LIMIT\",\"symbol\":\"tNOPE\"}")))
                .startsWith("symbol: invalid");
        assertThat(venue.refusal(venue.limit(venue.alice, "1e1000000", "1"))).startsWith("amount: invalid");
        assertThat(venue.refusal(venue.submit(venue.alice, "{\"type\":[]}"))).startsWith("type: invalid");
        assertThat(venue.refusal(venue.cancel(venue.alice, "{\"id\":1}"))).isEqualTo("Order not found.");
        assertThat(venue.ledger.arrivals()).isEqualTo(5);
        assertThat(venue.ledger.acceptances()).isZero();
        assertThat(venue.said).isEmpty();
    }

    @Test
    void acceptsAPostOnlyOrderThatWouldTakeAndClosesItAtOnce() {
        assertThat(venue.refusal(venue.limit(venue.alice, "1", "1000"))).isNull();
        Notification answer = venue.submit(
                venue.bob,
                "{\"type\":\"EXCHANGE LIMIT\",\"symbol\":\"tBTCUSD\",\"amount\":-1,\"price\":1000,\"flags\":4096}");
        assertThat(venue.refusal(answer)).isNull();
        assertThat(venue.said).endsWith("bob on ACTIVE", "bob oc POSTONLY CANCELED");
        assertThat(venue.balance(venue.bob, "BTC")).isEqualTo("10 available 10");
    }

    @Test
    void changesAnOrderAndWhatItSetsAside() {
        long id = venue.limit(venue.alice, "2", "1000").orders().getFirst().id();
        assertThat(venue.refusal(venue.update(venue.alice, "{\"id\":" + id + ",\"price\":\"500\"}")))
                .isNull();
        assertThat(venue.balance(venue.alice, "USD")).isEqualTo("100000 available 99000");
        assertThat(venue.refusal(venue.update(venue.alice, "{\"id\":" + id + ",\"delta\":\"-0.5\"}")))
                .isNull();
        assertThat(venue.market.depth().amount(true, 0)).isEqualTo(TestVenue.units("1.5"));
        assertThat(venue.refusal(venue.update(venue.alice, "{\"id\":" + id + ",\"amount\":\"-1\"}")))
                .startsWith("amount: invalid");
        assertThat(venue.refusal(venue.update(venue.alice, "{\"id\":" + id + ",\"price\":\"99999999\"}")))
                .contains("not enough exchange balance");
    }

    @Test
    void findsAnOrderByItsClientIdOnlyOnItsDay() {
        String order =
                "{\"type\":\"EXCHANGE LIMIT\",\"symbol\":\"tBTCUSD\",\"amount\":\"1\",\"price\":\"5\",\"cid\":77}";
        assertThat(venue.refusal(venue.submit(venue.alice, order))).isNull();
        assertThat(venue.refusal(venue.cancel(venue.alice, "{\"cid\":77,\"cid_date\":\"1999-01-01\"}")))
                .isEqualTo("Order not found.");
        assertThat(venue.refusal(venue.cancel(venue.alice, "{\"cid\":77,\"cid_date\":\"1970-01-01\"}")))
                .isNull();
    }

    @Test
    void matchesOwnOrdersAgainstAReplayedBookWithoutChangingIt() {
        PublicFeed feed = venue.market.replay();
        long one = TestVenue.units("1");
        feed.bookSnapshot(
                new long[] {TestVenue.units("990"), TestVenue.units("1010")},
                new int[] {1, 1},
                new long[] {one, -one},
                1);
        assertThat(venue.refusal(venue.limit(venue.alice, "0.5", "1010"))).isNull();
        assertThat(venue.said).endsWith("alice fill 0.5@1010", "alice oc EXECUTED @ 1010(0.5)");
        assertThat(venue.market.depth().amount(false, 0)).isEqualTo(one);

        assertThat(venue.refusal(venue.limit(venue.bob, "0.5", "1000"))).isNull();
        feed.tradeExecuted(5, 1, -TestVenue.units("0.2"), TestVenue.units("999"), 2);
        assertThat(venue.said).endsWith("bob fill 0.2@1000", "bob ou PARTIALLY FILLED @ 1000(0.2)");
        feed.bookUpdate(TestVenue.units("995"), 1, -one, 3);
        assertThat(venue.said).endsWith("bob fill 0.3@1000", "bob oc EXECUTED @ 1000(0.2), 1000(0.3)");
    }
}
