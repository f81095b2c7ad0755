package tradelab.trading.journal;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Instrument;

/**
 * Gives very many rows the same few names: a million orders do not keep a million copies of their accounts.
 *
 * <p>Bounded; a name that another takes the place of is copied once more. A lost race between threads costs a copy.
 */
final class SharedNames {
    private static final int SLOTS = 4_096;

    private final @Nullable String[] accounts = new String[SLOTS];
    private final @Nullable Instrument[] instruments = new Instrument[SLOTS];

    String account(String name) {
        int slot = slot(name);
        String known = accounts[slot];
        if (known != null && known.equals(name)) {
            return known;
        }
        accounts[slot] = name;
        return name;
    }

    Instrument instrument(String name) {
        int slot = slot(name);
        Instrument known = instruments[slot];
        if (known != null && known.isNamed(name)) {
            return known;
        }
        Instrument parsed = Instrument.parse(name);
        instruments[slot] = parsed;
        return parsed;
    }

    private static int slot(String name) {
        int hash = name.hashCode();
        return (hash ^ hash >>> 12) & (SLOTS - 1);
    }
}
