package tradelab.venue.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tradelab.contracts.Decimals;
import tradelab.venue.account.Wallet;

class ExchangePropertyTest {
    private static final String[] TYPES = {
        "EXCHANGE LIMIT",
        "EXCHANGE STOP LIMIT",
        "EXCHANGE STOP",
        "EXCHANGE TRAILING STOP",
        "EXCHANGE MARKET",
        "EXCHANGE IOC",
        "EXCHANGE FOK"
    };

    private static final int[] FLAGS = {0, 0, 0, 64, 4096, 16384};

    /** The orders of an OCO share one reservation: this stream once changed the amount of only one of them. */
    @Example
    void keepsTheMoneyBehindAnOcoTogether() {
        neitherMakesNorLosesMoneyAndReleasesEverything(1_025_715);
    }

    @Property
    void neitherMakesNorLosesMoneyAndReleasesEverything(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TestVenue venue = new TestVenue();
        Account[] accounts = {venue.alice, venue.bob};
        for (int i = 0; i < 100; i++) {
            Account account = accounts[random.nextInt(2)];
            AccountOrder open = account.open().stream().findFirst().orElse(null);
            int dice = random.nextInt(10);
            if (dice < 7 || open == null) {
                String amount = (random.nextBoolean() ? "-" : "") + Decimals.format(1 + random.nextLong(500_000_000));
                var _ = venue.submit(
                        account,
                        "{\"type\":\"" + TYPES[random.nextInt(TYPES.length)]
                                + "\",\"symbol\":\"tBTCUSD\",\"amount\":\"" + amount + "\",\"price\":\""
                                + (990 + random.nextInt(20)) + "\",\"price_aux_limit\":\"" + (990 + random.nextInt(20))
                                + "\",\"price_trailing\":\"" + (1 + random.nextInt(9)) + "\",\"flags\":"
                                + FLAGS[random.nextInt(FLAGS.length)] + ",\"price_oco_stop\":\""
                                + (990 + random.nextInt(20)) + "\",\"meta\":{\"protect_selfmatch\":"
                                + random.nextInt(2) + "}}");
            } else if (dice < 8) {
                var _ = venue.cancel(account, "{\"id\":" + open.id() + "}");
            } else {
                var _ = venue.update(
                        account,
                        "{\"id\":" + open.id() + ",\"price\":\"" + (990 + random.nextInt(20)) + "\",\"delta\":\"0."
                                + random.nextInt(10) + "\"}");
            }
            for (Account each : accounts) {
                for (Wallet wallet : each.wallets().all()) {
                    assertThat(wallet.available()).as(wallet.currency()).isBetween(0L, wallet.balance());
                }
            }
        }
        for (Account account : accounts) {
            for (AccountOrder order : java.util.List.copyOf(account.open())) {
                var _ = venue.cancel(account, "{\"id\":" + order.id() + "}");
            }
            for (Wallet wallet : account.wallets().all()) {
                assertThat(wallet.available()).isEqualTo(wallet.balance());
            }
        }
        for (String currency : new String[] {"USD", "BTC"}) {
            long fees = venue.fills.stream()
                    .filter(fill -> fill.feeCurrency().equals(currency))
                    .mapToLong(Fill::fee)
                    .sum();
            long total = venue.alice.wallets().of(currency).balance()
                    + venue.bob.wallets().of(currency).balance();
            assertThat(total - fees).isEqualTo(TestVenue.units(currency.equals("USD") ? "200000" : "20"));
        }
    }
}
