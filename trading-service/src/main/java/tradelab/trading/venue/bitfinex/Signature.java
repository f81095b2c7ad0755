package tradelab.trading.venue.bitfinex;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs what we send with one key, and gives out its nonces. Not thread-safe. */
final class Signature {
    private static final String ALGORITHM = "HmacSHA384";

    private final Mac mac;
    private final LongSupplier micros;
    private long lastNonce;

    /** @param micros a clock that all who use the key share: who comes later then has the higher nonces */
    Signature(String secret, LongSupplier micros) {
        this.micros = micros;
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** Returns a nonce above all before, whatever the clock does. */
    long nonce() {
        lastNonce = Math.max(lastNonce + 1, micros.getAsLong());
        return lastNonce;
    }

    /** Returns the signature of {@code text} in hexadecimal digits. */
    String of(String text) {
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
