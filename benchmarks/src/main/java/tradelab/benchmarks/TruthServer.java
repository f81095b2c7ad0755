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
import java.util.concurrent.locks.LockSupport;

/**
 * A server of exactly known behaviour to hold load generators against: answers at once, except that from a moment on it
 * stalls for a while, as a stop of the whole service would, and answers everything at the end of it. Needs nothing but a
 * JDK: {@code java --enable-native-access=ALL-UNNAMED TruthServer.java PORT [STALL_AT_MILLIS STALL_MILLIS]}; loopback only.
 * Its thread is {@link Punctual}: what it takes to wake would count as the generator's.
 *
 * <p>{@code GET /} answers ok. {@code GET /__truth} tells when requests came, how long those of the stall took until their
 * answers were written, and what a bare round trip takes; {@code GET /__reset} forgets requests: the stall counts from the
 * first one after that. Warms itself up before it prints {@code ready PORT}.
 */
public final class TruthServer {
    private static final int ARRIVALS_MAX = 4_000_000;
    private static final int WARM_UP = 30_000;
    private static final int WARM_UP_AT_ONCE = 500;
    private static final int ROUND_TRIPS = 101;
    private static final long ROUND_TRIP_EVERY_NANOS = 5_000_000;
    private static final int REQUEST_MAX = 16 * 1024;
    private static final long AWAKE_NANOS = 3_000_000;
    private static final double MILLI = 1e6;
    private static final byte[] OK = response("text/plain", "ok\n");

    private final long stallAtNanos;
    private final long stallNanos;
    private final long[] arrivals = new long[ARRIVALS_MAX];
    private final long[] answered = new long[ARRIVALS_MAX];
    private final Deque<Connection> held = new ArrayDeque<>();
    private long heldUntil;
    private volatile double roundTripMillis;
    private int count;

    /** One connection, and what of a request has come so far. */
    private static final class Connection {
        final SocketChannel channel;
        final ByteBuffer in = ByteBuffer.allocate(REQUEST_MAX);
        /** The number of the request that waits for the end of the stall. */
        int arrival;

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
                await(selector);
                answerHeld();
            }
        }
    }

    /** Its own first client, so that classes are loaded and compiled before anything counts, those of a stall's end too. */
    private void warmUp(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            for (int i = 0; i < WARM_UP; i++) {
                ask(socket, i % 2 == 0 ? "/" : "/__warm");
                if (i % WARM_UP_AT_ONCE == 0) { // before it would stall
                    ask(socket, "/__reset");
                }
            }
            roundTripMillis = roundTrip(socket);
            ask(socket, "/__reset");
            System.out.println("ready " + port);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns what a thread that only asks and waits needs for an answer at once: the median of some, some time apart. */
    private static double roundTrip(Socket socket) throws IOException {
        double[] millis = new double[ROUND_TRIPS];
        for (int i = 0; i < ROUND_TRIPS; i++) {
            LockSupport.parkNanos(ROUND_TRIP_EVERY_NANOS);
            long asked = System.nanoTime();
            ask(socket, "/__reset");
            millis[i] = (System.nanoTime() - asked) / MILLI;
        }
        Arrays.sort(millis);
        return millis[ROUND_TRIPS / 2];
    }

    private static void ask(Socket socket, String path) throws IOException {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nhost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        if (socket.getInputStream().readNBytes(OK.length).length < OK.length) {
            throw new IOException("the server closed during its warm-up");
        }
    }

    private long stallEnd() {
        return arrivals[0] + stallAtNanos + stallNanos;
    }

    /** Hears what came; awake shortly before the stall ends, because a selector sleeps for whole milliseconds. */
    private void await(Selector selector) throws IOException {
        long left = held.isEmpty() ? Long.MAX_VALUE : heldUntil - System.nanoTime();
        if (left <= AWAKE_NANOS) {
            var _ = selector.selectNow(this::handle);
        } else {
            var _ = selector.select(this::handle, held.isEmpty() ? 0 : (left - AWAKE_NANOS) / 1_000_000 + 1);
        }
    }

    private void answerHeld() throws IOException {
        while (!held.isEmpty() && System.nanoTime() >= heldUntil) {
            Connection connection = held.removeFirst();
            send(connection, OK);
            answered[connection.arrival] = System.nanoTime();
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
            int arrival = Math.min(count, ARRIVALS_MAX - 1); // more than that, and the last is written over
            arrivals[arrival] = now;
            count = arrival + 1;
            boolean stalled = stallNanos > 0 && now >= arrivals[0] + stallAtNanos && now < stallEnd();
            if (stalled) {
                hold(connection, arrival, stallEnd());
                return;
            }
            send(connection, OK);
            answered[arrival] = System.nanoTime();
            return;
        } else if (in.get(begin + 7) == 'r') {
            count = 0;
        } else if (in.get(begin + 7) == 't') {
            send(connection, response("application/json", truth()));
            return;
        } else if (in.get(begin + 7) == 'w') { // warms up the way of those that a stall holds
            hold(connection, 0, System.nanoTime());
            return;
        }
        send(connection, OK);
    }

    private void hold(Connection connection, int arrival, long untilNanos) {
        connection.arrival = arrival;
        heldUntil = untilNanos;
        held.addLast(connection);
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
                        + "\"roundTripMs\":%.4f,\"waitMs\":%s}",
                count,
                count == 0 ? 0 : (arrivals[count - 1] - arrivals[0]) / MILLI,
                mean,
                Math.sqrt(squares),
                gaps == 0 ? 0 : off[(int) (gaps * 0.99)],
                roundTripMillis,
                waits());
    }

    /** How long it took from each arrival that came into the stall until its answer was written, in milliseconds. */
    private String waits() {
        double[] waits = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            boolean stalled = stallNanos > 0 && arrivals[i] >= arrivals[0] + stallAtNanos && arrivals[i] < stallEnd();
            waits[i] = stalled ? (answered[i] - arrivals[i]) / MILLI : 0;
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
