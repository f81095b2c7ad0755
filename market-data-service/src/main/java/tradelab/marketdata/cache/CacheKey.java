package tradelab.marketdata.cache;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/** What one value is kept under in memory. Two types never share a key, whatever the names. */
final class CacheKey {
    static final int NAME_MAX = 256;

    private final CacheType type;
    private final String name;
    private final int hash;

    /** @param name 1 to {@link #NAME_MAX} characters of any kind */
    CacheKey(CacheType type, String name) {
        this.type = type;
        this.name = name;
        this.hash = 31 * name.hashCode() + type.ordinal();
    }

    /** Returns {@code name} if it can be kept under. */
    static String checked(String name) {
        return Require.text("name", name, NAME_MAX);
    }

    CacheType type() {
        return type;
    }

    String name() {
        return name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CacheKey key && key.hash == hash && key.type == type && key.name.equals(name);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return type + " " + name;
    }
}
