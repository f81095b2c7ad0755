package tradelab.marketdata.redis;

/** Redis did not do as told. A condition, not a defect: no stack trace. */
public final class RedisException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RedisFault fault;

    public RedisException(RedisFault fault, String message) {
        super(message, null, false, false);
        this.fault = fault;
    }

    static RedisException of(Throwable cause) {
        return cause instanceof RedisException known
                ? known
                : new RedisException(RedisFault.of(cause), "Redis: " + cause.getMessage());
    }

    public RedisFault fault() {
        return fault;
    }
}
