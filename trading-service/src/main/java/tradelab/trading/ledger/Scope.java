package tradelab.trading.ledger;

import org.jspecify.annotations.Nullable;

/** Which orders a stop or a limit is about: those of an account, a venue, an instrument; what is absent does not matter. */
record Scope(
        @Nullable String account,
        @Nullable String venue,
        @Nullable String instrument) {
    /** Returns whether it is about this order; an order that nobody knows is one of all alone. */
    boolean has(Entry.@Nullable Order order) {
        return order == null
                ? account == null && venue == null && instrument == null
                : (account == null || account.equals(order.account()))
                        && (venue == null || order.instrument().startsWith(venue + ":"))
                        && (instrument == null || instrument.equals(order.instrument()));
    }
}
