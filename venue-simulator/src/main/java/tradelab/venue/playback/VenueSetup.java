package tradelab.venue.playback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tradelab.venue.account.AccountSpec;
import tradelab.venue.account.WalletType;
import tradelab.venue.market.MarketSpec;

/**
 * What an exchange began with: the first line of a journal. Without secrets.
 *
 * @param orderIdsFrom the sequence of order ids begins after it
 */
public record VenueSetup(
        long orderIdsFrom,
        int bookOrdersMax,
        int openOrdersMax,
        int historyMax,
        List<MarketSpec> markets,
        List<Holder> accounts) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    public VenueSetup {
        markets = List.copyOf(markets);
        accounts = List.copyOf(accounts);
    }

    /** An account: fees are parts times 10^8, balances times 10^8. */
    public record Holder(String key, long makerFee, long takerFee, Map<WalletType, Map<String, Long>> balances) {
        /** Returns what is known of an account, its secret left out. */
        public static Holder of(AccountSpec spec) {
            return new Holder(spec.key(), spec.makerFee(), spec.takerFee(), new EnumMap<>(spec.balances()));
        }

        AccountSpec spec() {
            return new AccountSpec(key, "unknown", balances, makerFee, takerFee);
        }
    }

    /** Returns one line of JSON. */
    public String line() {
        try {
            return MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a setup is plain data", e);
        }
    }

    /** @throws IllegalArgumentException if the line is none */
    public static VenueSetup of(String line) {
        try {
            return MAPPER.readValue(line, VenueSetup.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "journal: expected a setup in the first line, got " + e.getOriginalMessage(), e);
        }
    }
}
