package tradelab.trading.order;

import tradelab.contracts.trading.SubmitOrder;

/** Orders that were claimed for sending. */
public final class Claimed {
    private static final OrderCore CORE = new OrderCore(0, 1_000, Long.MAX_VALUE);

    private Claimed() {}

    public static Order order(SubmitOrder request, long batchId) {
        if (!(CORE.submit(request, 0) instanceof Admission.New(Order order))) {
            throw new IllegalArgumentException("request: expected a new name");
        }
        var _ = CORE.accepted(order, 1);
        claim(order, batchId);
        return order;
    }

    /** Claims it once more: the attempt before did not reach the venue. */
    public static void claim(Order order, long batchId) {
        var _ = CORE.notExecuted(order, 0);
        var _ = CORE.claim(order, batchId, 0);
    }
}
