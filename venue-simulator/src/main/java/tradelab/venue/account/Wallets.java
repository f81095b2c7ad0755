package tradelab.venue.account;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Every wallet of an account, what happened to it, and which changed since they were last shown. Not thread-safe. */
public final class Wallets {
    private record Key(WalletType type, String currency) {}

    private final Map<Key, Wallet> wallets = new LinkedHashMap<>();
    private final Set<Wallet> changed = new LinkedHashSet<>();
    private final Deque<WalletEntry> entries = new ArrayDeque<>();
    private final int entriesMax;
    private long lastEntryId;

    /**
     * @param balances units by currency, by what they are for
     * @param entriesMax how many changes are remembered
     * @param firstEntryId what their ids begin after
     */
    public Wallets(Map<WalletType, Map<String, Long>> balances, int entriesMax, long firstEntryId) {
        this.entriesMax = entriesMax;
        this.lastEntryId = firstEntryId;
        balances.forEach((type, units) -> units.forEach(
                (currency, balance) -> wallets.put(new Key(type, currency), new Wallet(type, currency, balance))));
    }

    public Collection<Wallet> all() {
        return wallets.values();
    }

    /** Returns the changes that are remembered, newest first. */
    public Collection<WalletEntry> entries() {
        return entries;
    }

    /** Returns the exchange wallet of a currency, made empty if there was none. */
    public Wallet of(String currency) {
        return of(WalletType.EXCHANGE, currency);
    }

    /** Returns the wallet of a currency, made empty if there was none. */
    public Wallet of(WalletType type, String currency) {
        return wallets.computeIfAbsent(new Key(type, currency), key -> new Wallet(key.type(), key.currency(), 0));
    }

    /** Sets {@code units} more of a currency aside; negative releases. */
    public void reserve(WalletType type, String currency, long units) {
        if (units != 0) {
            Wallet wallet = of(type, currency);
            wallet.reserve(units);
            changed.add(wallet);
        }
    }

    /** Pays or receives; {@code why} is what the exchange's ledger says about it. */
    public void add(WalletType type, String currency, long units, long nowMillis, String why) {
        Wallet wallet = of(type, currency);
        wallet.add(units, why);
        changed.add(wallet);
        entries.addFirst(new WalletEntry(
                ++lastEntryId, type, currency, nowMillis, units, wallet.balance(), why + " on wallet " + type.text()));
        if (entries.size() > entriesMax) {
            entries.removeLast();
        }
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
