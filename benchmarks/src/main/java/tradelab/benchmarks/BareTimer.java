package tradelab.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * How even requests can be on this machine: one thread that does nothing but sleep until shortly before each is due, look
 * at the clock until it is, and write it. No engine, no event loop, no statistics but its own lag. Needs nothing but a JDK:
 * {@code java --enable-native-access=ALL-UNNAMED BareTimer.java URL SECONDS CONNECTIONS RATE}; prints a line of JSON as the
 * drivers of {@code load-truth.sh} do.
 */
public final class BareTimer {
    private static final int WARM_UP = 500;
    private static final int ANSWER_MAX = 4_096;
    private static final long EARLY_NANOS = 100_000;
    private static final long LEAD_NANOS = 200_000_000;
    private static final double MILLI = 1e6;
    private static final double SECOND = 1e9;
    private static final double P99 = 0.99;

    private BareTimer() {}

    /** @param args URL SECONDS CONNECTIONS RATE */
    public static void main(String[] args) throws IOException {
        URI url = URI.create(args[0]);
        int seconds = Integer.parseInt(args[1]);
        int rate = Integer.parseInt(args[3]);
        Punctual.become();
        SocketChannel[] connections = new SocketChannel[Integer.parseInt(args[2])];
        for (int i = 0; i < connections.length; i++) {
            connections[i] = SocketChannel.open(new InetSocketAddress(url.getHost(), url.getPort()));
            connections[i].setOption(StandardSocketOptions.TCP_NODELAY, true);
            connections[i].configureBlocking(false);
        }
        var _ = run(connections, request(url, "/__warm"), WARM_UP, rate);
        long[] lags = run(connections, request(url, url.getPath()), seconds * rate, rate);
        Arrays.sort(lags);
        double cpu =
                ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / SECOND;
        System.out.printf(
                Locale.ROOT,
                "{\"tool\":\"bare timer\",\"requests\":%d,\"cpu_s\":%.3f,\"lat_ms\":{},\"lag_p99\":%.4f}%n",
                lags.length,
                cpu,
                lags[(int) (lags.length * P99)] / MILLI);
    }

    private static ByteBuffer request(URI url, String path) {
        String text = "GET " + path + " HTTP/1.1\r\nhost: " + url.getAuthority() + "\r\n\r\n";
        return ByteBuffer.allocateDirect(text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Sends so many, each on the next connection, and returns how late each was. */
    private static long[] run(SocketChannel[] connections, ByteBuffer request, int count, int rate) throws IOException {
        ByteBuffer answer = ByteBuffer.allocateDirect(ANSWER_MAX);
        long[] lags = new long[count];
        long begin = System.nanoTime() + LEAD_NANOS;
        for (int i = 0; i < count; i++) {
            SocketChannel connection = connections[i % connections.length];
            answer.clear();
            if (connection.read(answer) < 0) { // the last answer on it, which came long ago
                throw new IOException("the server closed a connection");
            }
            long due = begin + (long) (i * SECOND / rate);
            long now = System.nanoTime();
            while (now < due) {
                if (due - now > EARLY_NANOS) {
                    LockSupport.parkNanos(due - now - EARLY_NANOS);
                } else {
                    Thread.onSpinWait();
                }
                now = System.nanoTime();
            }
            lags[i] = now - due;
            var _ = connection.write(request.flip().limit(request.capacity()));
        }
        return lags;
    }
}
