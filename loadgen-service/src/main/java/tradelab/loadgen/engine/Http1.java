package tradelab.loadgen.engine;

import io.vertx.core.Future;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.loadgen.operation.Answer;
import tradelab.loadgen.operation.ByteWriter;
import tradelab.loadgen.operation.OperationMix;

/**
 * The lean way: HTTP/1.1 in bytes, one request at a time on each connection. Knows no sockets; see {@link Transport}.
 * Owned by one event loop.
 */
final class Http1 implements Exchange {
    private final OperationMix mix;
    private final Transport transport;
    private final ResponseScanner[] scanners;
    private final boolean[] waiting;
    /** By slot: what it hears, for operations that look at it; null until one does. */
    private final @Nullable Answer[] answers;

    private final ByteWriter request = new ByteWriter();

    private final Answers loop;

    Http1(EnginePlan plan, Transport transport, Answers loop) {
        this.loop = loop;
        this.mix = plan.mix();
        this.transport = transport;
        this.scanners = new ResponseScanner[plan.connections()];
        this.waiting = new boolean[plan.connections()];
        this.answers = new @Nullable Answer[plan.connections()];
        for (int i = 0; i < scanners.length; i++) {
            scanners[i] = new ResponseScanner(plan.responseBytesMax());
        }
    }

    /** Returns a loop that speaks HTTP/1.1 over {@code transport}. */
    static LoadLoop loop(EnginePlan plan, Transport transport, LongSupplier nanoTime) {
        return new LoadLoop(plan, answers -> new Http1(plan, transport, answers), nanoTime);
    }

    @Override
    public void connect(int slot) {
        transport.connect(slot);
    }

    @Override
    public void send(int slot, int operation, long sequence, long recent) {
        scanners[slot].begin(mix.isHead(operation), mix.looks(operation) ? answer(slot) : null);
        waiting[slot] = true;
        mix.write(request, operation, sequence, recent);
        loop.moved(request.length());
        transport.send(slot, request.array(), request.length());
    }

    private Answer answer(int slot) {
        Answer answer = answers[slot];
        if (answer == null) {
            answer = new Answer();
            answers[slot] = answer;
        }
        return answer;
    }

    @Override
    public void close(int slot) {
        waiting[slot] = false;
        transport.close(slot);
    }

    @Override
    public Future<Void> end() {
        return transport.end();
    }

    /**
     * Takes in bytes of a slot.
     *
     * @param data valid only during the call
     */
    void received(int slot, byte[] data, int from, int to) {
        loop.moved(to - from);
        if (!waiting[slot]) {
            loop.closed(slot, "it speaks without being asked"); // whatever it says belongs to no request
            return;
        }
        ResponseScanner scanner = scanners[slot];
        int after = scanner.feed(data, from, to);
        if (scanner.isComplete()) {
            waiting[slot] = false;
            loop.answered(slot, scanner.status(), after == to && scanner.keepsAlive(), scanner.heard());
        } else if (scanner.isMalformed()) {
            waiting[slot] = false;
            loop.failed(slot, ErrorKind.MALFORMED, "malformed response: " + scanner.problem());
        } else {
            loop.firstByte(slot);
        }
    }

    /** Tells that the other side closed a slot, or that it broke. */
    void closed(int slot, String why) {
        scanners[slot].end();
        if (waiting[slot] && scanners[slot].isComplete()) {
            waiting[slot] = false;
            loop.answered(slot, scanners[slot].status(), false, scanners[slot].heard());
        } else {
            waiting[slot] = false;
            loop.closed(slot, why);
        }
    }
}
