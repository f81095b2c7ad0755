package tradelab.loadgen.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.LongUnaryOperator;

/** A target, its network and the clock, all in simulated time: every figure has an exact answer. */
final class SimulatedTarget implements Transport {
    static final long MILLI = 1_000_000;
    static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

    private record Event(long atNanos, long order, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::order));
    private final Set<Integer> open = new HashSet<>();
    private final LongUnaryOperator serviceNanos;
    private long order;
    private long nowNanos;
    private int turns;

    final List<String> requests = new ArrayList<>();
    String answer = OK;
    long moved;
    boolean refusing;
    boolean closing;

    @SuppressWarnings("NullAway.Init") // set by drive, before anything calls back
    private LoadLoop loop;

    @SuppressWarnings("NullAway.Init")
    private Http1 http;

    /** @param serviceNanos how long a request takes that comes at a time; negative for never */
    SimulatedTarget(LongUnaryOperator serviceNanos) {
        this.serviceNanos = serviceNanos;
    }

    long now() {
        return nowNanos;
    }

    /** Lets simulated time go by until the loop is finished. */
    void drive(LoadLoop newLoop, long beginNanos) {
        loop = newLoop;
        http = (Http1) newLoop.exchange();
        loop.open(() -> {});
        loop.wakeup.hear(() -> {
            int turn = ++turns;
            at(nowNanos, () -> tick(turn));
        });
        while (!loop.isReady()) {
            step();
        }
        loop.begin(beginNanos);
        at(nowNanos, () -> tick(turns));
        while (!loop.isFinished()) {
            step();
        }
    }

    void at(long nanos, Runnable action) {
        events.add(new Event(Math.max(nowNanos, nanos), order++, action));
    }

    /** A loop that is called sooner is not called as it was planned before. */
    private void tick(int turn) {
        if (turn == turns && !loop.isFinished()) {
            long delay = loop.tick();
            int next = ++turns;
            at(nowNanos + Math.max(0, delay), () -> tick(next));
        }
    }

    private void step() {
        Event event = events.remove();
        nowNanos = event.atNanos;
        event.action.run();
    }

    /** Stops the whole generator, as SIGSTOP would: whatever falls due meanwhile happens at the end. */
    void freeze(long fromNanos, long lengthNanos) {
        at(fromNanos, () -> {
            nowNanos += lengthNanos;
            List<Event> late = new ArrayList<>();
            while (!events.isEmpty() && events.element().atNanos < nowNanos) {
                late.add(events.remove());
            }
            late.forEach(event -> events.add(new Event(nowNanos, event.order, event.action)));
        });
    }

    @Override
    public void connect(int slot) {
        at(nowNanos, () -> {
            if (refusing) {
                loop.connectFailed(slot, "refused");
            } else {
                open.add(slot);
                loop.connected(slot);
            }
        });
    }

    @Override
    public void send(int slot, byte[] bytes, int length) {
        requests.add(new String(bytes, 0, length, StandardCharsets.US_ASCII));
        long service = serviceNanos.applyAsLong(nowNanos);
        if (closing) {
            open.remove(slot);
            at(nowNanos, () -> http.closed(slot, "closed"));
        } else if (service >= 0) {
            byte[] response = answer.getBytes(StandardCharsets.US_ASCII);
            at(nowNanos + service, () -> {
                if (open.contains(slot)) {
                    http.received(slot, response, 0, response.length);
                }
            });
        }
    }

    @Override
    public void close(int slot) {
        open.remove(slot);
    }
}
