package tradelab.venue.account;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Every wallet of an account, and which of them changed since they were last shown. Not thread-safe. */
public final class Wallets {
    private final Map<String, Wallet> wallets = new LinkedHashMap<>();
    private final Set<Wallet> changed = new LinkedHashSet<>();

    /** @param balances units by currency */
    public Wallets(Map<String, Long> balances) {
        balances.forEach((currency, units) -> wallets.put(currency, new Wallet(currency, units)));
    }

    public Collection<Wallet> all() {
        return wallets.values();
    }

    /** Returns the wallet of a currency, made empty if there was none. */
    public Wallet of(String currency) {
        return wallets.computeIfAbsent(currency, name -> new Wallet(name, 0));
    }

    /** Sets {@code units} more of a currency aside; negative releases. */
    public void reserve(String currency, long units) {
        if (units != 0) {
            Wallet wallet = of(currency);
            wallet.reserve(units);
            changed.add(wallet);
        }
    }

    /** Pays or receives. */
    public void add(String currency, long units) {
        Wallet wallet = of(currency);
        wallet.add(units);
        changed.add(wallet);
    }

    /** Returns the wallets that changed since the last call. */
    public Set<Wallet> takeChanged() {
        if (changed.isEmpty()) {
            return Set.of();
        }
        Set<Wallet> taken = new LinkedHashSet<>(changed);
        changed.clear();
        return taken;
    }
}
