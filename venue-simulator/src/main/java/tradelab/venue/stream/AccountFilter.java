package tradelab.venue.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import tradelab.venue.account.Wallet;

/**
 * Which frames of its account a connection wants: {@code trading}, {@code funding} and {@code wallet}, or narrower
 * {@code trading-tBTCUSD} and {@code wallet-exchange-USD}. Notifications come whatever it says: they answer requests.
 *
 * @param names empty for all of them
 */
record AccountFilter(Set<String> names) {
    static final AccountFilter ALL = new AccountFilter(Set.of());
    private static final int NAMES_MAX = 250;

    AccountFilter {
        names = Set.copyOf(names);
    }

    /** Reads the {@code filter} of an {@code auth} event; what is not a list of names is no filter. */
    static AccountFilter read(JsonNode filter) {
        Set<String> names = new HashSet<>();
        for (JsonNode name : filter) {
            if (name.isTextual() && names.size() < NAMES_MAX) {
                boolean _ = names.add(name.textValue());
            }
        }
        return new AccountFilter(names);
    }

    /** Returns whether any of {@code topic} is wanted. */
    boolean wants(String topic) {
        return names.isEmpty() || names.stream().anyMatch(name -> name.equals(topic) || name.startsWith(topic + '-'));
    }

    boolean wantsTrading(String symbol) {
        return names.isEmpty() || names.contains("trading") || names.contains("trading-" + symbol);
    }

    boolean wantsWallet(Wallet wallet) {
        return names.isEmpty()
                || names.contains("wallet")
                || names.contains("wallet-" + wallet.type().text() + '-' + wallet.currency());
    }
}
