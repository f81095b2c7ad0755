package tradelab.venue.matching;

/** Shown orders of a book, one by one. */
@FunctionalInterface
public interface OrderVisitor {
    /**
     * @param remaining signed: positive for bids
     * @return whether to go on
     */
    boolean visit(long orderId, long price, long remaining);
}
