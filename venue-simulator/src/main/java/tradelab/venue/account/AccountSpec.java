package tradelab.venue.account;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tradelab.contracts.Require;

/**
 * An account as its owner wants it. Never printed with its secret.
 *
 * @param key 1 to 64 letters, digits, {@code _ . -}
 * @param balances units (times 10^8) by currency, by what they are for
 * @param makerFee part of the amount received, times 10^8: 100000 is 0.1 %
 * @param takerFee the same for takers
 */
public record AccountSpec(
        String key, String secret, Map<WalletType, Map<String, Long>> balances, long makerFee, long takerFee) {
    private static final long FEE_MAX = 99_999_999;

    public AccountSpec {
        key = Require.id("key", key);
        secret = Require.text("secret", secret, 200);
        balances = Collections.unmodifiableMap(new LinkedHashMap<>(balances)); // in their order: clients show it
        var _ = Require.range("makerFee", makerFee, 0, FEE_MAX);
        var _ = Require.range("takerFee", takerFee, 0, FEE_MAX);
    }

    @Override
    public String toString() {
        return "AccountSpec[key=" + key + ", makerFee=" + makerFee + ", takerFee=" + takerFee + "]";
    }
}
