package tradelab.venue.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tradelab.contracts.Decimals;
import tradelab.contracts.Require;
import tradelab.venue.account.WalletType;
import tradelab.venue.journal.JournalEntry;
import tradelab.venue.market.HouseDesk;
import tradelab.venue.matching.OrderKind;
import tradelab.venue.playback.JournalPlayer;
import tradelab.venue.playback.StateHash;
import tradelab.venue.playback.VenueSetup;
import tradelab.venue.wire.Inputs;

class JournalPropertyTest {
    private static final int COMMANDS = 60;
    private static final String[] TYPES = {"LIMIT", "STOP LIMIT", "STOP", "TRAILING STOP", "MARKET", "IOC", "FOK"};
    private static final int[] FLAGS = {0, 0, 64, 512, 1024, 4096, 16384};

    /** An exchange, what goes in, and what came out. */
    private static final class Traffic {
        final TestVenue venue = new TestVenue();
        final List<String> lines = new ArrayList<>();
        final HouseDesk desk = venue.exchange.desk(venue.market);

        Traffic() {
            venue.exchange.journal(entry -> lines.add(entry.json().toString()));
        }
    }

    @Property
    void comesToTheSameStateAndTellsTheSameWhenItsJournalIsPlayed(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Traffic traffic = new Traffic();
        for (int i = 0; i < COMMANDS; i++) {
            command(random, traffic, 1_000 + 10L * i);
        }
        TestVenue heard = new TestVenue();
        heard.said.clear();
        JournalPlayer player = new JournalPlayer(setup(), heard, heard);
        for (String line : traffic.lines) {
            player.play(JournalEntry.of(Require.present("line", Inputs.read(line))));
        }
        assertThat(heard.said).isEqualTo(traffic.venue.said);
        assertThat(player.ledger().page(0, 1_000)).isEqualTo(traffic.venue.ledger.page(0, 1_000));
        assertThat(StateHash.of(player.exchange())).isEqualTo(StateHash.of(traffic.venue.exchange));
    }

    @Property(tries = 50)
    void hasAnotherHashAfterOneMoreFill(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Traffic traffic = new Traffic();
        for (int i = 0; i < COMMANDS; i++) {
            command(random, traffic, 1_000 + 10L * i);
        }
        String before = StateHash.of(traffic.venue.exchange);
        assertThat(traffic.venue.refusal(traffic.venue.limit(traffic.venue.alice, "0.001", "1")))
                .isNull();
        assertThat(StateHash.of(traffic.venue.exchange)).isNotEqualTo(before);
    }

    private static VenueSetup setup() {
        TestVenue venue = new TestVenue();
        return VenueSetup.of(new VenueSetup(
                        100,
                        1_000,
                        50,
                        100,
                        List.of(venue.market.spec()),
                        List.of(
                                VenueSetup.Holder.of(TestVenue.spec("alice")),
                                VenueSetup.Holder.of(TestVenue.spec("bob"))))
                .line());
    }

    private static void command(SplittableRandom random, Traffic traffic, long now) {
        Exchange exchange = traffic.venue.exchange;
        Account account = exchange.accounts().get(random.nextInt(2));
        long price = TestVenue.units(Integer.toString(990 + random.nextInt(20)));
        AccountOrder open = account.open().stream().findFirst().orElse(null);
        switch (random.nextInt(16)) {
            case 0, 1 -> {
                long amount = (1 + random.nextLong(200_000_000)) * (random.nextBoolean() ? 1 : -1);
                long id = traffic.desk.submit(OrderKind.LIMIT, amount, price, now);
                if (random.nextInt(4) == 0) {
                    boolean _ = traffic.desk.cancel(id, now);
                }
                traffic.desk.publish(now);
            }
            case 2 -> {
                long _ = exchange.nextId();
                exchange.transfer(account, WalletType.EXCHANGE, WalletType.MARGIN, "USD", "USD", 1, now, "for \"it\"");
            }
            case 3 -> exchange.pay(account, WalletType.EXCHANGE, "BTC", 1, now, "found");
            case 4 -> {
                exchange.expire(now);
                String id = account.positions().isEmpty()
                        ? "1"
                        : Long.toString(account.positions().getFirst().id());
                attempt(() -> exchange.claim(account, json("{\"id\":" + id + "}"), now));
                attempt(() -> exchange.increase(
                        account,
                        json("{\"symbol\":\"tBTCUSD\",\"amount\":\"" + (random.nextBoolean() ? "-" : "") + "0.1\"}"),
                        now));
            }
            case 5, 6 -> {
                if (open != null) {
                    exchange.cancel(account, json("{\"id\":" + open.id() + "}"), now, _ -> {});
                }
            }
            case 7, 8 -> {
                if (open != null) {
                    String change = "{\"id\":" + open.id() + ",\"price\":\"" + (990 + random.nextInt(20))
                            + "\",\"delta\":0." + random.nextInt(10) + "}";
                    exchange.update(account, json(change), now, _ -> {});
                }
            }
            case 9 ->
                exchange.cancelMany(
                        account, json(random.nextBoolean() ? "{\"gid\":[1]}" : "{\"gid\":1,\"id\":[5]}"), now, _ -> {});
            default -> exchange.submit(account, json(order(random, now)), now, _ -> {});
        }
    }

    private static void attempt(Supplier<Position> command) {
        try {
            Position _ = command.get();
        } catch (Refusal refused) {
            assertThat(refused.text()).isNotEmpty(); // an answer like any other
        }
    }

    private static String order(SplittableRandom random, long now) {
        String amount = (random.nextBoolean() ? "-" : "") + Decimals.format(1 + random.nextLong(500_000_000));
        return "{\"type\":\"" + (random.nextBoolean() ? "EXCHANGE " : "") + TYPES[random.nextInt(TYPES.length)]
                + "\",\"symbol\":\"tBTCUSD\",\"gid\":" + random.nextInt(3) + ",\"amount\":" + amount
                + ",\"price\":\"" + (990 + random.nextInt(20)) + "\",\"price_aux_limit\":\""
                + (990 + random.nextInt(20)) + "\",\"price_trailing\":\"" + (1 + random.nextInt(9)) + "\",\"flags\":"
                + FLAGS[random.nextInt(FLAGS.length)] + ",\"price_oco_stop\":\"" + (990 + random.nextInt(20)) + "\""
                + (random.nextInt(4) == 0 ? ",\"tif\":" + (now + 1 + random.nextInt(100)) : "")
                + ",\"meta\":{\"protect_selfmatch\":" + random.nextInt(2) + "}}";
    }

    private static JsonNode json(String text) {
        return Require.present("json", Inputs.read(text));
    }
}
