package tradelab.venue.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tradelab.venue.account.Wallet;
import tradelab.venue.account.WalletType;
import tradelab.venue.wire.Inputs;
import tradelab.venue.wire.OrderBatch;

class BadInputPropertyTest {
    private static final String[] FIELDS = {
        "type",
        "symbol",
        "amount",
        "price",
        "price_trailing",
        "price_aux_limit",
        "price_oco_stop",
        "flags",
        "tif",
        "cid",
        "cid_oco",
        "gid",
        "meta",
        "id",
        "cid_date",
        "delta",
        "all",
        "lev"
    };
    private static final String[] VALUES = {
        "null",
        "true",
        "[]",
        "{}",
        "\"\"",
        "\"x\"",
        "0",
        "-1",
        "1",
        "1e1000000",
        "\"1e1000000\"",
        "1e-1000000",
        "9223372036854775807",
        "-9223372036854775808",
        "\"9223372036854775808\"",
        "123456789012345678901234567890",
        "0.000000001",
        "\"-0\"",
        "\"NaN\"",
        "\"tBTCUSD\"",
        "\"tNOPE\"",
        "\"EXCHANGE LIMIT\"",
        "\"TRAILING STOP\"",
        "\"EXCHANGE STOP LIMIT\"",
        "\"MARKET\"",
        "16384",
        "512",
        "1024",
        "[1,\"2\"]",
        "[[1,\"1970-01-01\"]]",
        "\"9999999999999999\"",
        "\"2020-13-45 99:00:00\"",
        "\"1970-01-01 00:00:09\"",
        "{\"protect_selfmatch\":1}",
        "1000"
    };
    private static final String[] OPERATIONS = {"on", "on", "on", "ou", "oc", "oc_multi"};

    @Property
    void answersEveryRequestOnceAndKeepsItsBooksInOrder(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TestVenue venue = new TestVenue();
        for (int i = 0; i < 60; i++) {
            StringBuilder request = new StringBuilder("{");
            if (random.nextInt(3) > 0) {
                request.append("\"symbol\":\"tBTCUSD\",\"type\":\"EXCHANGE LIMIT\",\"amount\":\"1\",\"price\":\"9\",");
            }
            for (int field = random.nextInt(6); field >= 0; field--) {
                request.append('"')
                        .append(FIELDS[random.nextInt(FIELDS.length)])
                        .append("\":");
                request.append(VALUES[random.nextInt(VALUES.length)]).append(field == 0 ? "}" : ",");
            }
            JsonNode node = Inputs.read(request.toString());
            if (node == null) {
                continue; // refused before it comes to the exchange
            }
            List<Notification> answers = new ArrayList<>();
            String operation = OPERATIONS[random.nextInt(OPERATIONS.length)];
            OrderBatch.run(venue.exchange, venue.alice, operation, node, 1_000 + i, answers::add);
            assertThat(answers).as(operation + " " + request).hasSize(1);
        }
        for (AccountOrder order : List.copyOf(venue.alice.open())) {
            var _ = venue.cancel(venue.alice, "{\"id\":" + order.id() + "}");
        }
        assertThat(venue.alice.open()).isEmpty();
        for (Wallet wallet : venue.alice.wallets().all()) {
            if (wallet.type() == WalletType.EXCHANGE) {
                assertThat(wallet.available()).as(wallet.currency()).isEqualTo(wallet.balance());
            }
        }
    }
}
