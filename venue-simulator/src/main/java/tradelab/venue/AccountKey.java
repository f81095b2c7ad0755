package tradelab.venue;

import tradelab.contracts.Require;

/**
 * A setting of the form {@code KEY=SECRET}. Never printed with its secret.
 *
 * @param key 1 to 64 letters, digits, {@code _ . -}
 */
public record AccountKey(String key, String secret) {
    public AccountKey {
        key = Require.id("key", key);
        secret = Require.text("secret", secret, 200);
    }

    /** @throws IllegalArgumentException for anything but {@code KEY=SECRET} */
    public static AccountKey of(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new IllegalArgumentException("expected KEY=SECRET");
        }
        return new AccountKey(
                text.substring(0, equals).strip(), text.substring(equals + 1).strip());
    }

    @Override
    public String toString() {
        return key + "=***";
    }
}
