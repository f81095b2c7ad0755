package tradelab.marketdata.cache;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Stands between a client and a real Redis, and changes what comes back on connections that have sent MGET. */
final class LyingRedis {
    private static final String HOST = "127.0.0.1";

    private final NetClient client;
    private final NetServer server;
    private final int redisPort;
    private volatile @Nullable Lie lie;

    /** What becomes of each chunk of true answers. */
    enum Lie {
        HALF_AN_ANSWER_AND_NO_MORE((truth, to) -> to.write(truth.getBuffer(0, truth.length() / 2))),
        HALF_AN_ANSWER_AND_THE_END(
                (truth, to) -> to.write(truth.getBuffer(0, truth.length() / 2)).transform(_ -> to.close())),
        THE_END((_, to) -> to.close()),
        SILENCE((_, _) -> Future.succeededFuture()),
        TOO_MANY_ANSWERS((truth, to) -> to.write(truth.copy().appendBuffer(truth))),
        THE_ANSWER_OF_SOMEBODY_ELSE_FIRST(
                (truth, to) -> to.write(Buffer.buffer("*1\r\n$5\r\nother\r\n").appendBuffer(truth))),
        ANOTHER_NUMBER_REPEATED((truth, to) -> to.write(Buffer.buffer(
                text(truth).replaceAll("\\r\\n\\$(\\d)\\r\\n\\d(\\d*)\\r\\n", "\r\n\\$$1\r\n0$2\r\n"),
                StandardCharsets.ISO_8859_1.name()))),
        TOO_FEW_VALUES((truth, to) -> to.write(Buffer.buffer("*1\r\n$-1\r\n").appendBuffer(lastLine(truth)))),
        A_NUMBER((_, to) -> to.write(":1\r\n")),
        A_LINE((_, to) -> to.write("+OK\r\n+OK\r\n")),
        AN_ERROR((truth, to) -> to.write(Buffer.buffer("-ERR not now\r\n").appendBuffer(lastLine(truth)))),
        ERRORS((_, to) -> to.write("-ERR not now\r\n-ERR not now\r\n")),
        A_VALUE_LONGER_THAN_ANY((_, to) -> to.write("*1\r\n$999999999\r\n")),
        A_LONG_VALUE_THAT_NEVER_ENDS((_, to) -> to.write("*1\r\n$16000000\r\n" + "x".repeat(100_000))),
        A_NEGATIVE_LENGTH((_, to) -> to.write("*1\r\n$-7\r\n")),
        NEGATIVELY_MANY((_, to) -> to.write("*-3\r\n")),
        MORE_VALUES_THAN_ANY((_, to) -> to.write("*999999999\r\n")),
        A_LINE_WITHOUT_AN_END((_, to) -> to.write("+" + "x".repeat(5_000))),
        NOTHING_KNOWN((_, to) -> to.write("HTTP/1.1 400 Bad Request\r\n\r\n"));

        private final Telling telling;

        Lie(Telling telling) {
            this.telling = telling;
        }
    }

    private interface Telling {
        Future<Void> tell(Buffer truth, NetSocket to);
    }

    private LyingRedis(Vertx vertx, int redisPort) {
        this.client = vertx.createNetClient();
        this.server = vertx.createNetServer();
        this.redisPort = redisPort;
    }

    /** Listens on a free port; honest at first. */
    static Future<LyingRedis> start(Vertx vertx, int redisPort) {
        LyingRedis lying = new LyingRedis(vertx, redisPort);
        return lying.server.connectHandler(lying::connected).listen(0, HOST).map(lying);
    }

    int port() {
        return server.actualPort();
    }

    /** @param next null for the truth */
    void tell(@Nullable Lie next) {
        lie = next;
    }

    private void connected(NetSocket from) {
        boolean[] reads = new boolean[1];
        from.pause();
        client.connect(redisPort, HOST)
                .onSuccess(to -> {
                    from.handler(asked -> {
                        reads[0] |= text(asked).contains("MGET");
                        var _ = to.write(asked);
                    });
                    to.handler(truth -> {
                        Lie now = lie;
                        var _ = reads[0] && now != null ? now.telling.tell(truth, from) : from.write(truth);
                    });
                    var _ = from.closeHandler(_ -> to.close());
                    var _ = to.closeHandler(_ -> from.close());
                    from.resume();
                })
                .onFailure(_ -> from.close());
    }

    private static String text(Buffer bytes) {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** The number that is to be repeated, at the end of what was answered. */
    private static Buffer lastLine(Buffer truth) {
        String text = text(truth);
        return Buffer.buffer(text.substring(Math.max(0, text.lastIndexOf("\r\n$") + 2)), "ISO-8859-1");
    }
}
