package tradelab.venue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.contracts.Require;
import tradelab.venue.account.AccountSpec;
import tradelab.venue.account.WalletType;
import tradelab.venue.market.MarketSpec;

/**
 * More accounts and instruments than the settings name, each with options of its own, from a JSON file. Numbers are
 * decimal text; what an entry does not say is as in the settings; names that are not known are refused.
 *
 * <pre>{@code
 * {"accounts": [{"key": "maker", "secret": "maker-secret", "makerFee": "0", "takerFee": "0.0005",
 *                "balances": {"exchange": {"USD": "5000"}, "margin": {"USD": "100"}, "funding": {}}}],
 *  "instruments": [{"symbol": "tLTCUSD", "startPrice": "80", "amountMin": "0.04", "amountMax": "10000"}]}
 * }</pre>
 */
record VenueFile(List<AccountEntry> accounts, List<InstrumentEntry> instruments) {
    static final VenueFile EMPTY = new VenueFile(List.of(), List.of());

    VenueFile(@Nullable List<AccountEntry> accounts, @Nullable List<InstrumentEntry> instruments) {
        this.accounts = accounts == null ? List.of() : List.copyOf(accounts);
        this.instruments = instruments == null ? List.of() : List.copyOf(instruments);
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

    /** @throws IllegalArgumentException naming the file and what is wrong in it */
    static VenueFile read(Path file) {
        try {
            return JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build()
                    .readValue(Files.readString(file), VenueFile.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("venue.file: " + file + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("venue.file: expected a readable file, got " + file, e);
        }
    }
}
