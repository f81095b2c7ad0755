package tradelab.marketdata.redis;

import io.vertx.redis.client.impl.types.ErrorType;
import java.util.Locale;

/** Why Redis did not do as told. A closed set: also the label of the metric. */
public enum RedisFault {
    /** No connection now, or it ended before the answer. */
    AWAY,
    /** No answer in time; the command may or may not have run. */
    TIMEOUT,
    /** Too many commands wait already: ours, not Redis' fault. */
    OVERLOADED,
    /** Asked in vain too often; not asked again yet. */
    CIRCUIT_OPEN,
    /** {@code maxmemory} is reached and nothing may be evicted: writes fail, reads go on. */
    FULL,
    /** It reads its file, or waits for its primary. */
    LOADING,
    /** A replica: after a failover we may hold a connection to what was the primary. */
    READ_ONLY,
    /** {@code maxclients} is reached. */
    CLIENTS,
    /** A password is missing, wrong, or not allowed to do this. */
    AUTH,
    /** A script or a dump blocks it. */
    BUSY,
    /** What it answered is not what we wrote. */
    FORMAT,
    /** Any other refusal. */
    REFUSED;

    /** Returns what the failure of a command or of connecting means. */
    public static RedisFault of(Throwable cause) {
        if (cause instanceof RedisException known) {
            return known.fault();
        }
        String message = String.valueOf(cause.getMessage());
        if (message.contains("max number of clients")) {
            return CLIENTS;
        }
        String inScript = message.substring(message.lastIndexOf(": -") + 1); // what a command of a script was told
        return switch (inScript.strip().replaceFirst("^-", "").split(" ", 2)[0]) {
            case "OOM" -> FULL;
            case "LOADING", "MASTERDOWN" -> LOADING;
            case "READONLY" -> READ_ONLY;
            case "NOAUTH", "WRONGPASS", "NOPERM" -> AUTH;
            case "BUSY", "TRYAGAIN", "MISCONF" -> BUSY;
            default -> cause instanceof ErrorType ? REFUSED : AWAY;
        };
    }

    /** Returns whether the connection is of no use any more. */
    boolean endsConnection() {
        return this == AWAY || this == TIMEOUT || this == READ_ONLY;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
