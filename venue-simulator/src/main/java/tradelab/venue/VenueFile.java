package tradelab.venue;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.contracts.Json;
import tradelab.contracts.Require;
import tradelab.venue.account.AccountSpec;
import tradelab.venue.account.WalletType;
import tradelab.venue.fault.FaultSpec;
import tradelab.venue.life.GeneratorChange;
import tradelab.venue.market.HouseDesk;
import tradelab.venue.market.MarketSpec;
import tradelab.venue.matching.OrderKind;

/**
 * A scenario: more accounts and instruments than the settings name, each with options of its own, orders that rest in
 * the books, faults in force from the start ({@link FaultSpec}), and how the generated life begins
 * ({@link GeneratorChange}), from a JSON file. Numbers of money are decimal text; what an entry does not say is as in the settings; names that are not known are refused.
 *
 * <pre>{@code
 * {"accounts": [{"key": "maker", "secret": "maker-secret", "makerFee": "0", "takerFee": "0.0005",
 *                "balances": {"exchange": {"USD": "5000"}, "margin": {"USD": "100"}, "funding": {}}}],
 *  "instruments": [{"symbol": "tLTCUSD", "startPrice": "80", "amountMin": "0.04", "amountMax": "10000"}],
 *  "orders": [{"symbol": "tLTCUSD", "amount": "3", "price": "79.5"}],
 *  "faults": [{"kind": "rate-limit", "skip": 2, "count": 1}],
 *  "generator": {"regime": "flash-crash", "volatility": 2}}
 * }</pre>
 */
record VenueFile(
        List<AccountEntry> accounts,
        List<InstrumentEntry> instruments,
        List<OrderEntry> orders,
        List<FaultSpec> faults,
        GeneratorChange generator) {
    static final VenueFile EMPTY = new VenueFile(null, null, null, null, null);

    private static final String SCENARIO = "scenario:";
    private static final String CLASS_PATH = "classpath:";

    VenueFile(
            @Nullable List<AccountEntry> accounts,
            @Nullable List<InstrumentEntry> instruments,
            @Nullable List<OrderEntry> orders,
            @Nullable List<FaultSpec> faults,
            @Nullable GeneratorChange generator) {
        this.accounts = accounts == null ? List.of() : List.copyOf(accounts);
        this.instruments = instruments == null ? List.of() : List.copyOf(instruments);
        this.orders = orders == null ? List.of() : List.copyOf(orders);
        this.faults = faults == null ? List.of() : List.copyOf(faults);
        this.generator = generator == null ? GeneratorChange.NONE : generator;
    }

    /** An order that rests in a book from the start; {@code amount} is signed, positive buys. */
    record OrderEntry(String symbol, String amount, String price) {
        OrderEntry {
            symbol = Require.text("symbol", symbol, 64);
            amount = Require.text("amount", amount, 40);
            price = Require.text("price", price, 40);
        }

        void enter(HouseDesk desk, long nowMillis) {
            long _ = desk.submit(
                    OrderKind.LIMIT, Decimals.parse("amount", amount), Decimals.parse("price", price), nowMillis);
        }
    }

    /** An account. Never printed with its secret. */
    record AccountEntry(
            String key,
            String secret,
            @Nullable Map<String, Map<String, String>> balances,
            @Nullable String makerFee,
            @Nullable String takerFee) {
        AccountSpec spec(Map<WalletType, Map<String, Long>> defaults, long maker, long taker) {
            return new AccountSpec(
                    key,
                    secret,
                    balances == null ? defaults : units(balances),
                    makerFee == null ? maker : Decimals.parse("makerFee", makerFee),
                    takerFee == null ? taker : Decimals.parse("takerFee", takerFee));
        }

        private static Map<WalletType, Map<String, Long>> units(Map<String, Map<String, String>> balances) {
            Map<WalletType, Map<String, Long>> all = new LinkedHashMap<>();
            balances.forEach((name, amounts) -> {
                WalletType type = WalletType.of(name.toLowerCase(Locale.ROOT));
                if (type == null) {
                    throw Require.refused("balances", "exchange, margin or funding", name);
                }
                Map<String, Long> units = new LinkedHashMap<>();
                amounts.forEach((currency, amount) -> units.put(currency, Decimals.parse(currency, amount)));
                all.put(type, units);
            });
            return all;
        }

        @Override
        public String toString() {
            return "AccountEntry[key=" + key + "]";
        }
    }

    /** An instrument. */
    record InstrumentEntry(
            String symbol,
            String startPrice,
            @Nullable String amountMin,
            @Nullable String amountMax) {
        MarketSpec spec(long min, long max) {
            return MarketSpec.of(
                    symbol,
                    Decimals.parse("startPrice", startPrice),
                    amountMin == null ? min : Decimals.parse("amountMin", amountMin),
                    amountMax == null ? max : Decimals.parse("amountMax", amountMax));
        }
    }

    /**
     * Reads a file, {@code classpath:NAME}, or one of the scenarios that the venue brings along, {@code scenario:NAME}.
     *
     * @throws IllegalArgumentException naming the file, the field and what was expected
     */
    static VenueFile read(String name) {
        try {
            return Json.read(Buffer.buffer(bytes(name)), VenueFile.class);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("venue.file: " + name + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("venue.file: expected a readable file, got " + name, e);
        }
    }

    private static byte[] bytes(String name) throws IOException {
        String resource = name.startsWith(SCENARIO)
                ? "tradelab/venue/scenarios/" + name.substring(SCENARIO.length()) + ".json"
                : name.startsWith(CLASS_PATH) ? name.substring(CLASS_PATH.length()) : null;
        if (resource == null) {
            return Files.readAllBytes(Path.of(name));
        }
        ClassLoader own = Thread.currentThread().getContextClassLoader();
        try (InputStream in = (own == null ? VenueFile.class.getClassLoader() : own).getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("no such resource: " + resource);
            }
            return in.readAllBytes();
        }
    }
}
