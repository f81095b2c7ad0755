package tradelab.marketdata.cache;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tradelab.contracts.Require;

/**
 * The keys of one namespace in Redis: {@code NAMESPACE:value:v1:TYPE:NAME}, and the same with {@code lock}.
 *
 * <p>No two of namespace, type and name make the same key, and no namespace's prefix begins another's key: a namespace
 * has no colon, a type is one of a few words, and a name is last and written so that it can be read back. Another layout
 * of the values means another version, so an older replica cannot misread a newer one.
 */
public final class RedisKeys {
    private static final String VERSION = "v1";
    private static final int HEX = 16;
    private static final int HEX_DIGITS = 4;

    private final String namespace;
    private final String values;
    private final Map<CacheType, String> prefixes = new EnumMap<>(CacheType.class);
    private final byte[][] prefixBytes = new byte[CacheType.values().length][];

    /** @param namespace 1 to 64 letters, digits, {@code _ . -}: who shares a Redis takes different ones */
    public RedisKeys(String namespace) {
        this.namespace = Require.id("namespace", namespace);
        this.values = this.namespace + ":value:" + VERSION + ":";
        for (CacheType type : CacheType.values()) {
            String prefix = values + type.label() + ":";
            prefixes.put(type, prefix);
            prefixBytes[type.ordinal()] = prefix.getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** Returns what all keys of values begin with, and no other key. */
    public String valuePrefix() {
        return values;
    }

    String value(CacheType type, String name) {
        return prefixes.get(type) + escaped(name);
    }

    /** Returns {@link #value} in ASCII: on the way of each read. */
    byte[] valueBytes(CacheType type, String name) {
        byte[] prefix = prefixBytes[type.ordinal()];
        byte[] key = Arrays.copyOf(prefix, prefix.length + name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isPlain(c)) {
                return value(type, name).getBytes(StandardCharsets.US_ASCII);
            }
            key[prefix.length + i] = (byte) c;
        }
        return key;
    }

    String lock(CacheType type, String name) {
        return namespace + ":lock:" + VERSION + ":" + type.label() + ":" + escaped(name);
    }

    /** Returns a key under the values' prefix that is no value's: what a replica renews to be heard. */
    public String beat(String instance) {
        return values + "beat:" + escaped(instance);
    }

    String hot() {
        return namespace + ":hot:" + VERSION;
    }

    /** Returns whose value's key it is, if it is one. */
    Optional<CacheKey> parse(String key) {
        for (CacheType type : CacheType.values()) {
            String prefix = Objects.requireNonNull(prefixes.get(type));
            if (key.startsWith(prefix)) {
                return Optional.of(new CacheKey(type, unescaped(key.substring(prefix.length()))));
            }
        }
        return Optional.empty();
    }

    /** Everything but visible ASCII is written as {@code %} and four hexadecimal digits, and so is {@code %}. */
    private static String escaped(String name) {
        int plain = 0;
        while (plain < name.length() && isPlain(name.charAt(plain))) {
            plain++;
        }
        if (plain == name.length()) {
            return name;
        }
        StringBuilder text = new StringBuilder(name.length() + HEX).append(name, 0, plain);
        for (int i = plain; i < name.length(); i++) {
            char c = name.charAt(i);
            if (isPlain(c)) {
                text.append(c);
            } else {
                text.append('%').append(String.format("%04x", (int) c));
            }
        }
        return text.toString();
    }

    private static boolean isPlain(char c) {
        return c > ' ' && c < 0x7f && c != '%';
    }

    private static String unescaped(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder name = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' && i + HEX_DIGITS < text.length()) {
                name.append((char) Integer.parseInt(text, i + 1, i + 1 + HEX_DIGITS, HEX));
                i += HEX_DIGITS;
            } else {
                name.append(c);
            }
        }
        return name.toString();
    }
}
