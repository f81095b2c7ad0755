package tradelab.marketdata.cache;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tradelab.marketdata.redis.RedisException;
import tradelab.marketdata.redis.RedisFault;
import tradelab.marketdata.redis.RedisLink;
import tradelab.marketdata.redis.RedisLink.Kind;
import tradelab.marketdata.redis.RedisMetrics;
import tradelab.marketdata.redis.RedisSettings;

/**
 * The shared tier in Redis. What must happen in one step is a script; reads asked for meanwhile travel as one MGET.
 *
 * <p>Thread-safe: commands move to the event loop of the link. Bounded: so many reads may wait, one more fails at once.
 */
final class RedisTier implements SharedTier {
    private static final String LEAD = """
        local value = redis.call('GET', KEYS[1])
        if redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then return {1, 0, value} end
        return {0, redis.call('PTTL', KEYS[2]), value}\
        """;

    /** Bytes 3 to 10 of a value tell when it was made, big-endian: texts compare as the times do. */
    private static final String PUBLISH = """
        if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
        redis.call('DEL', KEYS[2])
        local known = redis.call('GETRANGE', KEYS[1], 2, 9)
        if #known == 8 and known > string.sub(ARGV[2], 3, 10) then return 0 end
        redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
        return 1\
        """;

    private static final String YIELD = """
        if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
        return redis.call('PEXPIRE', KEYS[1], ARGV[2])\
        """;

    private static final String PUT = """
        local known = redis.call('GETRANGE', KEYS[1], 2, 9)
        if #known == 8 and known > string.sub(ARGV[1], 3, 10) then return 0 end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return 1\
        """;

    private final RedisSettings settings;
    private final RedisLink link;
    private final RedisMetrics metrics;
    private final RedisKeys keys;
    private final BooleanSupplier coherent;
    private final Queue<Read> reads = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    private record Read(byte[] key, Answer answer) {}

    /** @param coherent whether changes by others are proven to be heard of */
    RedisTier(RedisSettings settings, RedisLink link, RedisMetrics metrics, RedisKeys keys, BooleanSupplier coherent) {
        this.settings = settings;
        this.link = link;
        this.metrics = metrics;
        this.keys = keys;
        this.coherent = coherent;
    }

    @Override
    public boolean present() {
        return true;
    }

    @Override
    public boolean usable() {
        return link.usable(Kind.READ);
    }

    @Override
    public boolean coherent() {
        return coherent.getAsBoolean();
    }

    @Override
    public void get(CacheKey key, Answer answer) {
        if (waiting.incrementAndGet() > settings.inFlightMax() * settings.readBatchMax()) {
            var _ = waiting.decrementAndGet();
            answer.is(null, new RedisException(RedisFault.OVERLOADED, "Redis: too many reads wait"));
            return;
        }
        var _ = reads.add(new Read(keys.valueBytes(key.type(), key.name()), answer));
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            link.execute(this::sendReads);
        }
    }

    private void sendReads() {
        scheduled.set(false);
        List<Read> batch = new ArrayList<>();
        for (Read read = reads.poll(); read != null; read = reads.poll()) {
            batch.add(read);
            if (batch.size() == settings.readBatchMax()) {
                send(batch);
                batch = new ArrayList<>();
            }
        }
        if (!batch.isEmpty()) {
            send(batch);
        }
        link.flushReads();
    }

    private void send(List<Read> batch) {
        List<byte[]> wanted = new ArrayList<>(batch.size());
        for (Read read : batch) {
            wanted.add(read.key);
        }
        link.read(wanted)
                .onComplete(_ -> waiting.addAndGet(-batch.size()))
                .onFailure(cause -> batch.forEach(read -> read.answer.is(null, cause)))
                .onSuccess(values -> {
                    for (int i = 0; i < batch.size(); i++) {
                        batch.get(i).answer.is(decoded(values.get(i)), null);
                    }
                });
    }

    private @Nullable SharedValue decoded(@Nullable Buffer bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            return SharedValue.decode(bytes);
        } catch (IllegalArgumentException _) {
            metrics.failed(RedisFault.FORMAT);
            return null;
        }
    }

    @Override
    public Future<Lead> lead(CacheKey key, String token, long leaseMillis) {
        return script(
                        Kind.WRITE,
                        LEAD,
                        List.of(keys.value(key.type(), key.name()), keys.lock(key.type(), key.name())),
                        Buffer.buffer(token),
                        Buffer.buffer(Long.toString(leaseMillis)))
                .map(answer -> new Lead(number(answer.get(0)) == 1, number(answer.get(1)), decoded(bytes(answer, 2))));
    }

    @Override
    public Future<Boolean> publish(CacheKey key, String token, SharedValue value, long keepMillis) {
        return script(
                        Kind.WRITE,
                        PUBLISH,
                        List.of(keys.value(key.type(), key.name()), keys.lock(key.type(), key.name())),
                        Buffer.buffer(token),
                        value.encode(),
                        Buffer.buffer(Long.toString(keepMillis)))
                .map(answer -> number(answer) == 1);
    }

    @Override
    public Future<Boolean> yield(CacheKey key, String token, long millis) {
        return script(
                        Kind.READ,
                        YIELD,
                        List.of(keys.lock(key.type(), key.name())),
                        Buffer.buffer(token),
                        Buffer.buffer(Long.toString(millis)))
                .map(answer -> number(answer) == 1);
    }

    @Override
    public Future<Boolean> put(CacheKey key, SharedValue value, long keepMillis) {
        return script(
                        Kind.WRITE,
                        PUT,
                        List.of(keys.value(key.type(), key.name())),
                        value.encode(),
                        Buffer.buffer(Long.toString(keepMillis)))
                .map(answer -> number(answer) == 1);
    }

    @Override
    public Future<Void> drop(CacheKey key) {
        Request command =
                Request.cmd(Command.DEL).arg(keys.value(key.type(), key.name())).arg(keys.lock(key.type(), key.name()));
        return onLoop(() -> link.send(Kind.READ, command)).mapEmpty(); // a full Redis deletes gladly
    }

    private Future<Response> script(Kind kind, String text, List<String> keysOfIt, Buffer... arguments) {
        Request command = Request.cmd(Command.EVAL).arg(text).arg(keysOfIt.size());
        keysOfIt.forEach(command::arg);
        for (Buffer argument : arguments) {
            var _ = command.arg(argument);
        }
        return onLoop(() -> link.send(kind, command));
    }

    private static @Nullable Buffer bytes(Response answer, int index) {
        Response part = answer.size() > index ? answer.get(index) : null;
        return part == null ? null : part.toBuffer();
    }

    private static long number(@Nullable Response response) {
        Long number = response == null ? null : response.toLong();
        if (number == null) {
            throw new RedisException(RedisFault.FORMAT, "Redis: expected a number, got " + response);
        }
        return number;
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> command) {
        Promise<T> promise = Promise.promise();
        link.execute(() -> command.get().onComplete(promise));
        return promise.future();
    }
}
