package tradelab.marketdata.cache;

import io.vertx.core.buffer.Buffer;
import tradelab.contracts.Require;

/**
 * A value as replicas share it. Layout, big-endian: {@code u8 version = 1, u8 kind, i64 madeEpochMillis,
 * i64 expiresEpochMillis, i64 costNanos}, then the value in its own form. Scripts compare {@code madeEpochMillis} as
 * bytes, so it is never negative.
 *
 * @param present false: there is no such value, and {@code body} is empty
 * @param madeEpochMillis when it was true for certain
 * @param expiresEpochMillis the end of its lifetime, or 0: it is kept up to date by its writer, and each reader believes
 *     it for a lifetime
 * @param costNanos what fetching it took
 */
record SharedValue(boolean present, long madeEpochMillis, long expiresEpochMillis, long costNanos, Buffer body) {
    private static final int VERSION = 1;
    private static final int KIND_AT = 1;
    private static final int MADE_AT = 2;
    private static final int EXPIRES_AT = 10;
    private static final int COST_AT = 18;
    private static final int BODY_AT = 26;

    SharedValue {
        var _ = Require.range("madeEpochMillis", madeEpochMillis, 0, Long.MAX_VALUE);
    }

    Buffer encode() {
        return Buffer.buffer(BODY_AT + body.length())
                .appendByte((byte) VERSION)
                .appendByte((byte) (present ? 1 : 0))
                .appendLong(madeEpochMillis)
                .appendLong(expiresEpochMillis)
                .appendLong(costNanos)
                .appendBuffer(body);
    }

    /** @throws IllegalArgumentException for anything that {@link #encode} does not write */
    static SharedValue decode(Buffer buffer) {
        if (buffer.length() < BODY_AT || buffer.getByte(0) != VERSION || (buffer.getByte(KIND_AT) & ~1) != 0) {
            throw new IllegalArgumentException("value: expected version 1, got " + buffer.length() + " other bytes");
        }
        return new SharedValue(
                buffer.getByte(KIND_AT) == 1,
                buffer.getLong(MADE_AT),
                buffer.getLong(EXPIRES_AT),
                buffer.getLong(COST_AT),
                buffer.slice(BODY_AT, buffer.length()));
    }
}
