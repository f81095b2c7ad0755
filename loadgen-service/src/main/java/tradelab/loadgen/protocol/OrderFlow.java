package tradelab.loadgen.protocol;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.trading.TradingApi;
import tradelab.loadgen.engine.Answers;
import tradelab.loadgen.engine.Exchange;
import tradelab.loadgen.operation.Answer;
import tradelab.loadgen.operation.OperationMix;

/**
 * Orders with their state: only what was acknowledged is amended or cancelled, each at most once, and no more are open
 * than planned, or than there are slots. An order whose amendment was refused or lost is cancelled like any other; what
 * becomes of one whose submission or cancellation was lost is unknown, and it is never touched again. Stands between a
 * loop and what carries its requests. Owned by one event loop.
 */
final class OrderFlow implements Exchange, Answers {
    private enum Step {
        NONE,
        SUBMIT,
        AMEND,
        CANCEL
    }

    private static final int SUCCESS_MAX = 299;
    private static final int TAKEN = 202;
    private static final int NOT_CHANGED = 422;
    /** A cancel that was not taken can be sent again. */
    private static final List<Integer> NOT_TAKEN = List.of(429, 503);

    private final OperationMix mix;
    private final Answers loop;
    private final Requester carrier;
    /** Those that were never amended. */
    private final OpenOrders fresh;

    private final OpenOrders amended;
    private final int openMax;
    private final Step[] steps;
    /** By slot: the order that its request is about, by the number of the arrival that submitted it. */
    private final long[] orders;
    /** Requests under way whose order is open, or may be when they are answered. */
    private int underWay;

    /** @param carrying makes what carries the requests and tells this one of their answers */
    OrderFlow(OperationMix mix, OrderPlan plan, int slots, Answers loop, Function<Answers, Requester> carrying) {
        this.mix = mix;
        this.loop = loop;
        this.openMax = plan.openMax();
        this.fresh = new OpenOrders(openMax + slots);
        this.amended = new OpenOrders(openMax + slots);
        this.steps = new Step[slots];
        this.orders = new long[slots];
        Arrays.fill(steps, Step.NONE);
        this.carrier = carrying.apply(this);
    }

    /** Tells what the trading service's replies over the bus mean, in HTTP's terms. */
    static int status(String address, Buffer body) {
        if (address.equals(TradingApi.SUBMIT_ORDER.address())) {
            return TradingApi.SUBMIT_ORDER.reply().decode().apply(body).status();
        }
        if (address.equals(TradingApi.AMEND_ORDER.address())) {
            return TradingApi.AMEND_ORDER.reply().decode().apply(body).taken() ? TAKEN : NOT_CHANGED;
        }
        return 200;
    }

    @Override
    public int decide(int chosen) {
        int open = fresh.size() + amended.size();
        boolean full = open + underWay >= openMax;
        return switch (chosen) {
            case OrderPlan.AMEND -> fresh.size() > 0 ? chosen : full && open > 0 ? OrderPlan.CANCEL : OrderPlan.SUBMIT;
            case OrderPlan.CANCEL -> open > 0 ? chosen : OrderPlan.SUBMIT;
            default -> full && open > 0 ? OrderPlan.CANCEL : OrderPlan.SUBMIT;
        };
    }

    @Override
    public void connect(int slot) {
        carrier.connect(slot);
    }

    @Override
    public void send(int slot, int operation, long sequence, long recent) {
        long order = switch (operation) {
            case OrderPlan.AMEND -> fresh.take();
            case OrderPlan.CANCEL -> amended.size() > 0 ? amended.take() : fresh.take();
            default -> OpenOrders.NONE;
        };
        orders[slot] = order == OpenOrders.NONE ? sequence : order;
        steps[slot] = order == OpenOrders.NONE ? Step.SUBMIT : operation == OrderPlan.AMEND ? Step.AMEND : Step.CANCEL;
        underWay += steps[slot] == Step.CANCEL ? 0 : 1;
        int sent = order == OpenOrders.NONE ? OrderPlan.SUBMIT : operation;
        carrier.send(slot, mix.request(sent, orders[slot], OperationMix.NO_RECENT));
    }

    /** Whatever the slot was about is over; an order that was to be amended is open whatever became of that. */
    private void settle(int slot) {
        Step step = steps[slot];
        steps[slot] = Step.NONE;
        underWay -= step == Step.SUBMIT || step == Step.AMEND ? 1 : 0;
        if (step == Step.AMEND) {
            amended.add(orders[slot]);
        }
    }

    @Override
    public void answered(int slot, int status, boolean reusable, @Nullable Answer heard) {
        Step step = steps[slot];
        settle(slot);
        if (step == Step.SUBMIT && status <= SUCCESS_MAX) {
            fresh.add(orders[slot]);
        } else if (step == Step.CANCEL && NOT_TAKEN.contains(status)) {
            amended.add(orders[slot]);
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
    public void moved(long bytes) {
        loop.moved(bytes);
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
