package tradelab.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;

/**
 * A server of exactly known behaviour to hold load generators against: answers at once, except that from a moment on it
 * stalls for a while, as a stop of the whole service would, and answers everything at the end of it. Needs nothing but a
 * JDK: {@code java --enable-native-access=ALL-UNNAMED TruthServer.java PORT [STALL_AT_MILLIS STALL_MILLIS]}; loopback only.
 * Its thread is {@link Punctual}: what it takes to wake would count as the generator's.
 *
 * <p>{@code GET /} answers ok. {@code GET /__truth} tells when requests came, {@code GET /__reset} forgets it: the stall
 * counts from the first request after that. Warms itself up before it prints {@code ready PORT}.
 */
public final class TruthServer {
    private static final int ARRIVALS_MAX = 4_000_000;
    private static final int WARM_UP = 30_000;
    private static final int REQUEST_MAX = 16 * 1024;
    private static final double MILLI = 1e6;
    private static final byte[] OK = response("text/plain", "ok\n");

    private final long stallAtNanos;
    private final long stallNanos;
    private final long[] arrivals = new long[ARRIVALS_MAX];
    private final Deque<Connection> held = new ArrayDeque<>();
    private int count;

    /** One connection, and what of a request has come so far. */
    private static final class Connection {
        final SocketChannel channel;
        final ByteBuffer in = ByteBuffer.allocate(REQUEST_MAX);

        Connection(SocketChannel channel) {
            this.channel = channel;
        }
    }

    private TruthServer(double stallAtMillis, double stallMillis) {
        stallAtNanos = (long) (stallAtMillis * MILLI);
        stallNanos = (long) (stallMillis * MILLI);
    }

    /** @param args PORT, and if it shall stall: when after the first request, and how long, in milliseconds */
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        boolean stalls = args.length > 2;
        new TruthServer(stalls ? Double.parseDouble(args[1]) : 0, stalls ? Double.parseDouble(args[2]) : 0).serve(port);
    }

    private static byte[] response(String type, String body) {
        String head = "HTTP/1.1 200 OK\r\ncontent-type: " + type + "\r\ncontent-length: " + body.length() + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.US_ASCII);
    }

    private void serve(int port) throws IOException {
        try (Selector selector = Selector.open();
                ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4_096);
            server.configureBlocking(false);
            var _ = server.register(selector, SelectionKey.OP_ACCEPT);
            int bound = server.socket().getLocalPort();
            Thread.ofPlatform().daemon().start(() -> warmUp(bound));
            Punctual.become();
            while (true) {
                var _ = selector.select(this::handle, untilAnswerMillis());
                answerHeld();
            }
        }
    }

    /** Its own first client, so that classes are loaded and compiled before anything counts. */
    private static void warmUp(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            byte[] answer = new byte[OK.length];
            for (int i = 0; i < WARM_UP; i++) {
                socket.getOutputStream()
                        .write("GET /__warm HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                if (socket.getInputStream().readNBytes(answer, 0, answer.length) < answer.length) {
                    throw new IOException("the server closed during its warm-up");
                }
            }
            System.out.println("ready " + port);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private long stallEnd() {
        return arrivals[0] + stallAtNanos + stallNanos;
    }

    private long untilAnswerMillis() {
        return held.isEmpty() ? 0 : Math.max(1, (stallEnd() - System.nanoTime()) / 1_000_000);
    }

    private void answerHeld() throws IOException {
        while (!held.isEmpty() && System.nanoTime() >= stallEnd()) {
            send(held.removeFirst(), OK);
        }
    }

    private void handle(SelectionKey key) {
        try {
            if (key.channel() instanceof ServerSocketChannel server) {
                SocketChannel channel = server.accept();
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                var _ = channel.register(key.selector(), SelectionKey.OP_READ, new Connection(channel));
            } else {
                read((Connection) key.attachment());
            }
        } catch (IOException e) {
            key.cancel(); // the other side is gone, which is its right
        }
    }

    private void read(Connection connection) throws IOException {
        if (connection.channel.read(connection.in) < 0) {
            connection.channel.close();
            return;
        }
        ByteBuffer in = connection.in;
        int begin = 0;
        for (int i = 3; i < in.position(); i++) {
            if (in.get(i) == '\n' && in.get(i - 1) == '\r' && in.get(i - 2) == '\n' && in.get(i - 3) == '\r') {
                answer(connection, begin);
                begin = i + 1;
            }
        }
        if (begin == in.position()) {
            in.clear();
        } else {
            in.flip().position(begin);
            in.compact();
        }
    }

    /** Paths of our own begin with two underscores; all others are requests that count. */
    private void answer(Connection connection, int begin) throws IOException {
        ByteBuffer in = connection.in;
        boolean own = in.get(begin + 5) == '_' && in.get(begin + 6) == '_';
        if (!own) {
            long now = System.nanoTime();
            if (count < ARRIVALS_MAX) {
                arrivals[count++] = now;
            }
            boolean stalled = stallNanos > 0 && now >= arrivals[0] + stallAtNanos && now < stallEnd();
            if (stalled) {
                held.addLast(connection);
                return;
            }
        } else if (in.get(begin + 7) == 'r') {
            count = 0;
        } else if (in.get(begin + 7) == 't') {
            send(connection, response("application/json", truth()));
            return;
        }
        send(connection, OK);
    }

    private static void send(Connection connection, byte[] bytes) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        while (out.hasRemaining()) {
            var _ = connection.channel.write(out);
        }
    }

    private String truth() {
        int gaps = Math.max(0, count - 1);
        double mean = 0;
        for (int i = 1; i <= gaps; i++) {
            mean += (arrivals[i] - arrivals[i - 1]) / MILLI / gaps;
        }
        double[] off = new double[gaps];
        double squares = 0;
        for (int i = 1; i <= gaps; i++) {
            double gap = (arrivals[i] - arrivals[i - 1]) / MILLI;
            off[i - 1] = Math.abs(gap - mean);
            squares += (gap - mean) * (gap - mean) / gaps;
        }
        Arrays.sort(off);
        return String.format(
                Locale.ROOT,
                "{\"arrivals\":%d,\"spanMs\":%.3f,\"interMeanMs\":%.4f,\"interSdMs\":%.4f,\"interOffP99Ms\":%.4f,"
                        + "\"waitMs\":%s}",
                count,
                count == 0 ? 0 : (arrivals[count - 1] - arrivals[0]) / MILLI,
                mean,
                Math.sqrt(squares),
                gaps == 0 ? 0 : off[(int) (gaps * 0.99)],
                waits());
    }

    /** How long each arrival had to wait for the end of the stall, in milliseconds. */
    private String waits() {
        double[] waits = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            boolean stalled = stallNanos > 0 && arrivals[i] >= arrivals[0] + stallAtNanos && arrivals[i] < stallEnd();
            waits[i] = stalled ? (stallEnd() - arrivals[i]) / MILLI : 0;
            sum += waits[i];
        }
        Arrays.sort(waits);
        return String.format(
                Locale.ROOT,
                "{\"mean\":%.4f,\"p50\":%.3f,\"p90\":%.3f,\"p99\":%.3f,\"p999\":%.3f}",
                sum / Math.max(1, count),
                rank(waits, 0.5),
                rank(waits, 0.9),
                rank(waits, 0.99),
                rank(waits, 0.999));
    }

    private static double rank(double[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
