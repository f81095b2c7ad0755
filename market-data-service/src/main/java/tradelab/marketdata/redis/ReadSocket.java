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
 * one writes commands as one buffer and hands the values out as parts of what came. It has no timer: its owner sees to
 * answers that do not come. All on the event loop that connected.
 *
 * <p>Each command is followed by a number to repeat, and nobody is told an answer before that number has come: a server,
 * or whatever is between, that answers too much or too little cannot give one reader the values of another. The first
 * answer that does not fit ends the socket.
 */
final class ReadSocket {
    private static final byte[] MGET = ascii("MGET");
    private static final byte[] ECHO = ascii("ECHO");
    private static final byte[] LINE_END = ascii("\r\n");
    private static final int HEADER_BYTES = 16;

    private final NetSocket socket;
    private final Replies replies;
    private final ArrayDeque<Asked> asked = new ArrayDeque<>();
    private final List<byte[]> words = new ArrayList<>();
    private Consumer<String> onEnd = _ -> {};
    private @Nullable Buffer unsent;
    private @Nullable String ended;
    private long numbers;

    /** A command that has not been answered, or whose number has not been repeated. */
    private static final class Asked {
        final int values; // 0 for a line
        final String number;
        final Promise<List<@Nullable Buffer>> promise = Promise.promise();

        @Nullable
        List<@Nullable Buffer> found;

        @Nullable
        RedisException refused;

        Asked(int values, String number) {
            this.values = values;
            this.number = number;
        }

        boolean isAnswered() {
            return found != null || refused != null;
        }
    }

    private ReadSocket(NetSocket socket) {
        this.socket = socket;
        this.replies = new Replies(new Replies.Sink() {
            @Override
            public void found(List<@Nullable Buffer> values) {
                Asked oldest = unanswered(values.size() + " values");
                if (oldest.values != values.size()) {
                    throw unexpected(oldest.values + " values", values.size() + " values");
                }
                oldest.found = values;
            }

            @Override
            public void said(String line) {
                Asked oldest = asked.peek();
                if (oldest == null) {
                    throw unexpected("nothing", line);
                }
                if (oldest.isAnswered()) {
                    repeated(oldest, line);
                } else if (oldest.values == 0) {
                    oldest.found = List.of();
                } else {
                    throw unexpected(oldest.values + " values", line);
                }
            }

            @Override
            public void refused(String message) {
                unanswered(message).refused = RedisException.of(ErrorType.create(message));
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
                    : made.line(List.of(ascii("AUTH"), password.getBytes(StandardCharsets.UTF_8)));
            return known.compose(_ -> made.ping()).map(made);
        });
    }

    /**
     * Returns what is under each key, or null; asked for by the next {@link #flush}. The buffers are parts of a larger
     * one: to be decoded, not to be kept.
     */
    Future<List<@Nullable Buffer>> read(List<byte[]> keys) {
        words.clear();
        var _ = words.add(MGET);
        var _ = words.addAll(keys);
        return ask(keys.size(), words);
    }

    Future<List<@Nullable Buffer>> ping() {
        return line(List.of(ascii("PING")));
    }

    private Future<List<@Nullable Buffer>> line(List<byte[]> command) {
        Future<List<@Nullable Buffer>> answer = ask(0, command);
        flush();
        return answer;
    }

    /** Sends what was asked for meanwhile, in one write. */
    void flush() {
        Buffer sending = unsent;
        if (sending != null) {
            unsent = null;
            var _ = socket.write(sending); // if it fails, the socket ends and so does whoever waits
        }
    }

    /** Hears why the socket is of no use any more, once. */
    void onEnd(Consumer<String> listener) {
        onEnd = listener;
        if (ended != null) {
            listener.accept(ended);
        }
    }

    private Future<List<@Nullable Buffer>> ask(int values, List<byte[]> command) {
        if (ended != null) {
            return Future.failedFuture(new RedisException(RedisFault.AWAY, "Redis: " + ended));
        }
        Asked made = new Asked(values, Long.toString(++numbers));
        asked.add(made);
        if (unsent == null) {
            unsent = Buffer.buffer(bytes(command));
        }
        append(unsent, command);
        append(unsent, List.of(ECHO, ascii(made.number)));
        return made.promise.future();
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

    private Asked unanswered(String got) {
        Asked oldest = asked.peek();
        if (oldest == null || oldest.isAnswered()) {
            throw unexpected(oldest == null ? "nothing" : oldest.number, got);
        }
        return oldest;
    }

    private void repeated(Asked oldest, String line) {
        if (!line.equals(oldest.number)) {
            throw unexpected(oldest.number, line);
        }
        var _ = asked.poll();
        RedisException refused = oldest.refused;
        if (refused == null) {
            oldest.promise.complete(oldest.found);
        } else {
            oldest.promise.fail(refused);
        }
    }

    private static RedisException unexpected(String expected, String got) {
        return new RedisException(RedisFault.FORMAT, "answer: expected " + expected + ", got '" + got + "'");
    }

    private void end(String reason) {
        if (ended != null) {
            return;
        }
        ended = reason;
        unsent = null;
        var _ = socket.close();
        List<Asked> failing = List.copyOf(asked);
        asked.clear();
        failing.forEach(one -> one.promise.fail(
                one.refused == null ? new RedisException(RedisFault.AWAY, "Redis: " + reason) : one.refused));
        onEnd.accept(reason);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int bytes(List<byte[]> words) {
        int bytes = HEADER_BYTES;
        for (byte[] word : words) {
            bytes += word.length + HEADER_BYTES;
        }
        return bytes;
    }

    private static void append(Buffer commands, List<byte[]> words) {
        header(commands, '*', words.size());
        for (byte[] word : words) {
            header(commands, '$', word.length);
            commands.appendBytes(word).appendBytes(LINE_END);
        }
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
