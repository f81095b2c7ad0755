package tradelab.marketdata.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.redis.client.impl.types.ErrorType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tradelab.runtime.settings.Secret;

/**
 * A socket for nothing but reading many keys at a time. Answers come in the order of the commands.
 *
 * <p>The general client makes objects for each argument and each value that cost more than Redis takes to answer. This
 * one writes a command as one buffer and hands the values out as parts of what came. It has no timer: its owner sees to
 * answers that do not come. All on the event loop that connected.
 */
final class ReadSocket {
    private static final byte[] MGET = ascii("MGET");
    private static final byte[] LINE_END = ascii("\r\n");
    private static final int HEADER_BYTES = 16;

    private final NetSocket socket;
    private final Replies replies;
    private final ArrayDeque<Asked> asked = new ArrayDeque<>();
    private Consumer<String> onEnd = _ -> {};
    private @Nullable String ended;

    private record Asked(int values, Promise<List<@Nullable Buffer>> promise) {}

    private ReadSocket(NetSocket socket) {
        this.socket = socket;
        this.replies = new Replies(new Replies.Sink() {
            @Override
            public void answered(List<@Nullable Buffer> found) {
                next(found.size()).promise.complete(found);
            }

            @Override
            public void refused(String message) {
                next(0).promise.fail(RedisException.of(ErrorType.create(message)));
            }
        });
        var _ = socket.handler(this::take)
                .exceptionHandler(cause -> end(String.valueOf(cause.getMessage())))
                .closeHandler(_ -> end("connection closed"));
    }

    /** Connects, says the password, and asks whether commands are taken: a full or loading server refuses here. */
    static Future<ReadSocket> open(NetClient client, RedisSettings settings) {
        return client.connect(settings.port().number(), settings.host()).compose(socket -> {
            ReadSocket made = new ReadSocket(socket);
            String password = settings.password().map(Secret::value).orElse("");
            Future<?> known = password.isEmpty()
                    ? Future.succeededFuture()
                    : made.ask(1, List.of(ascii("AUTH"), password.getBytes(StandardCharsets.UTF_8)));
            return known.compose(_ -> made.ping()).map(made);
        });
    }

    /** Returns what is under each key, or null. The buffers are parts of a larger one: to be decoded, not to be kept. */
    Future<List<@Nullable Buffer>> read(List<byte[]> keys) {
        List<byte[]> words = new ArrayList<>(keys.size() + 1);
        var _ = words.add(MGET);
        var _ = words.addAll(keys);
        return ask(keys.size(), words);
    }

    Future<List<@Nullable Buffer>> ping() {
        return ask(1, List.of(ascii("PING")));
    }

    /** Hears why the socket is of no use any more, once. */
    void onEnd(Consumer<String> listener) {
        onEnd = listener;
        if (ended != null) {
            listener.accept(ended);
        }
    }

    private Future<List<@Nullable Buffer>> ask(int values, List<byte[]> words) {
        if (ended != null) {
            return Future.failedFuture(new RedisException(RedisFault.AWAY, "Redis: " + ended));
        }
        Promise<List<@Nullable Buffer>> promise = Promise.promise();
        asked.add(new Asked(values, promise));
        var _ = socket.write(command(words)); // if it fails, the socket ends and so does whoever waits
        return promise.future();
    }

    private void take(Buffer chunk) {
        try {
            if (ended == null) {
                replies.take(chunk);
            }
        } catch (RuntimeException e) { // whatever it is, where the next answer begins is not known any more
            end(String.valueOf(e.getMessage()));
        }
    }

    private Asked next(int values) {
        Asked oldest = asked.poll();
        if (oldest == null || values > 0 && oldest.values != values) {
            if (oldest != null) {
                asked.addFirst(oldest);
            }
            throw new RedisException(
                    RedisFault.FORMAT,
                    "answer: expected " + (oldest == null ? 0 : oldest.values) + " values, got '" + values + "'");
        }
        return oldest;
    }

    private void end(String reason) {
        if (ended != null) {
            return;
        }
        ended = reason;
        var _ = socket.close();
        List<Asked> failing = List.copyOf(asked);
        asked.clear();
        failing.forEach(one -> one.promise.fail(new RedisException(RedisFault.AWAY, "Redis: " + reason)));
        onEnd.accept(reason);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Buffer command(List<byte[]> words) {
        int bytes = HEADER_BYTES;
        for (byte[] word : words) {
            bytes += word.length + HEADER_BYTES;
        }
        Buffer command = Buffer.buffer(bytes);
        header(command, '*', words.size());
        for (byte[] word : words) {
            header(command, '$', word.length);
            command.appendBytes(word).appendBytes(LINE_END);
        }
        return command;
    }

    private static void header(Buffer command, char kind, int number) {
        command.appendByte((byte) kind);
        if (number >= 100) {
            command.appendBytes(ascii(Integer.toString(number)));
        } else {
            if (number >= 10) {
                command.appendByte((byte) ('0' + number / 10));
            }
            command.appendByte((byte) ('0' + number % 10));
        }
        command.appendBytes(LINE_END);
    }
}
