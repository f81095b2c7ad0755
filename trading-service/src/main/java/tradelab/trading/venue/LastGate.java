package tradelab.trading.venue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.trading.order.Order;

/**
 * Counts orders out against orders in, right before the bytes leave: each placement needs a durable intent of its own, and
 * uses it up. It also asks once more that a maker-only account makes. After a mismatch nothing is placed any more, until
 * the process is started anew: something here does what nobody asked for.
 *
 * <p>Not thread-safe: one event loop owns it. Holds what is claimed and not sent: at most {@link #INTENTS_MAX}.
 */
public final class LastGate {
    /** Far more than two prepared batches: beyond that an intent was forgotten, which stops its order. */
    static final int INTENTS_MAX = 10_000;

    private final Predicate<SubmitOrder> makerOnly;
    private final LinkedHashMap<Long, Long> intents = new LinkedHashMap<>();
    private @Nullable String mismatch;
    private long in;
    private long out;

    /** @param makerOnly whether an order may only go as post-only */
    public LastGate(Predicate<SubmitOrder> makerOnly) {
        this.makerOnly = makerOnly;
    }

    /** These operations may be sent once: their intents are durable. */
    public void intended(List<Operation> operations) {
        for (Operation operation : operations) {
            if (operation instanceof Operation.Place(Order order)) {
                in++;
                intents.put(order.cid(), order.batchId());
            }
        }
        while (intents.size() > INTENTS_MAX) {
            var _ = intents.pollFirstEntry();
        }
    }

    /** Returns how many placements have become durable intents, and how many of them have left. */
    public long in() {
        return in;
    }

    public long out() {
        return out;
    }

    /** Returns why nothing may be placed any more, or null. */
    public @Nullable String mismatch() {
        return mismatch;
    }

    /** Lets the placements of one call through: all of them, or none and then none ever again. */
    public boolean passes(List<Operation> operations) {
        for (Operation operation : operations) {
            if (mismatch == null && operation instanceof Operation.Place(Order order)) {
                check(order);
            }
        }
        return mismatch == null || operations.stream().noneMatch(operation -> operation instanceof Operation.Place);
    }

    private void check(Order order) {
        Long intent = intents.remove(order.cid());
        if (intent == null || intent != order.batchId()) {
            mismatch = order.orderId() + " was to leave with batch " + order.batchId() + ", its durable intent is "
                    + (intent == null ? "none" : "batch " + intent);
        } else if (!order.request().mustRest() && makerOnly.test(order.request())) {
            mismatch = order.orderId() + " of a maker-only account was to leave without post-only";
        } else {
            out++;
        }
    }
}
