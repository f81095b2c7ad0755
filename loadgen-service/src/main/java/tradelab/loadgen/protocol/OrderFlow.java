package tradelab.loadgen.protocol;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.trading.TradingApi;
import tradelab.loadgen.engine.Answers;
import tradelab.loadgen.engine.ErrorKind;
import tradelab.loadgen.engine.Exchange;
import tradelab.loadgen.operation.Answer;
import tradelab.loadgen.operation.OperationMix;

/**
 * Orders with their state: only what was acknowledged is amended or cancelled, each at most once, and no more are open
 * than planned, or than there are slots. What an order becomes whose answer was lost is unknown; it is never touched again. Stands between a loop
 * and what carries its requests. Owned by one event loop.
 */
final class OrderFlow implements Exchange, Answers {
    private enum Step {
        NONE,
        SUBMIT,
        CANCEL,
        AMEND_CANCEL,
        AMEND_SUBMIT
    }

    private static final int SUCCESS_MAX = 299;

    private final OperationMix mix;
    private final Answers loop;
    private final Requester carrier;
    private final OpenOrders open;
    private final int openMax;
    private final Step[] steps;
    private final long[] sequences;
    /** Requests under way that may open an order. */
    private int placing;

    /** @param carrying makes what carries the requests and tells this one of their answers */
    OrderFlow(OperationMix mix, OrderPlan plan, int slots, Answers loop, Function<Answers, Requester> carrying) {
        this.mix = mix;
        this.loop = loop;
        this.openMax = plan.openMax();
        this.open = new OpenOrders(openMax + slots);
        this.steps = new Step[slots];
        this.sequences = new long[slots];
        Arrays.fill(steps, Step.NONE);
        this.carrier = carrying.apply(this);
    }

    /** Tells what the trading service's replies over the bus mean, in HTTP's terms. */
    static int status(String address, Buffer body) {
        return address.equals(TradingApi.SUBMIT_ORDER.address())
                ? TradingApi.SUBMIT_ORDER.reply().decode().apply(body).status()
                : 200;
    }

    @Override
    public int decide(int chosen) {
        if (open.size() == 0) {
            return OrderPlan.SUBMIT;
        }
        return chosen == OrderPlan.SUBMIT && open.size() + placing >= openMax ? OrderPlan.CANCEL : chosen;
    }

    @Override
    public void connect(int slot) {
        carrier.connect(slot);
    }

    @Override
    public void send(int slot, int operation, long sequence, long recent) {
        sequences[slot] = sequence;
        long order = operation == OrderPlan.SUBMIT ? OpenOrders.NONE : open.take();
        if (order == OpenOrders.NONE) {
            steps[slot] = Step.SUBMIT;
            placing++;
            carrier.send(slot, mix.request(OrderPlan.SUBMIT, sequence, OperationMix.NO_RECENT));
            return;
        }
        boolean amends = operation == OrderPlan.AMEND;
        steps[slot] = amends ? Step.AMEND_CANCEL : Step.CANCEL;
        placing += amends ? 1 : 0;
        carrier.send(slot, mix.request(OrderPlan.CANCEL, order, OperationMix.NO_RECENT));
    }

    /** Whatever the slot was about is over. */
    private void settle(int slot) {
        placing -= steps[slot] == Step.NONE || steps[slot] == Step.CANCEL ? 0 : 1;
        steps[slot] = Step.NONE;
    }

    @Override
    public void answered(int slot, int status, boolean reusable, @Nullable Answer heard) {
        Step step = steps[slot];
        boolean succeeded = status <= SUCCESS_MAX;
        if (step == Step.AMEND_CANCEL && succeeded) {
            if (!reusable) {
                settle(slot);
                loop.failed(slot, ErrorKind.RESET, "connection closed between cancel and new order");
                return;
            }
            steps[slot] = Step.AMEND_SUBMIT;
            carrier.send(slot, mix.request(OrderPlan.AMEND, sequences[slot], OperationMix.NO_RECENT));
            return;
        }
        settle(slot);
        if (succeeded && (step == Step.SUBMIT || step == Step.AMEND_SUBMIT)) {
            open.add(sequences[slot]);
        }
        loop.answered(slot, status, reusable, heard);
    }

    @Override
    public void connected(int slot) {
        loop.connected(slot);
    }

    @Override
    public void connectFailed(int slot, String why) {
        loop.connectFailed(slot, why);
    }

    @Override
    public void firstByte(int slot) {
        loop.firstByte(slot);
    }

    @Override
    public void failed(int slot, int kind, String why) {
        settle(slot);
        loop.failed(slot, kind, why);
    }

    @Override
    public void closed(int slot, String why) {
        settle(slot);
        loop.closed(slot, why);
    }

    @Override
    public void close(int slot) {
        settle(slot);
        carrier.close(slot);
    }

    @Override
    public Future<Void> end() {
        return carrier.end();
    }
}
