package tradelab.venue.taiwan.market;

import org.jspecify.annotations.Nullable;

/** An order, from its acceptance on. Changed by {@link SecurityMarket} only. Not thread-safe. */
public final class Order {
    private final long id;
    private final int owner;
    private final @Nullable String clientOrderId;
    private final String code;
    private final OrderTerms terms;

    long price;
    long remaining;
    long filled;
    long shares;
    OrderState state = OrderState.OPEN;

    @Nullable
    CancelReason reason;

    long updatedMillis;

    /** Smaller goes first at one price. */
    long rank;

    @Nullable
    Level level;

    @Nullable
    Order previous;

    @Nullable
    Order next;

    /** @param owner the account's number; 0 for background orders, of which nobody is told */
    public Order(long id, int owner, @Nullable String clientOrderId, String code, OrderTerms terms, long nowMillis) {
        this.id = id;
        this.owner = owner;
        this.clientOrderId = clientOrderId;
        this.code = code;
        this.terms = terms;
        this.price = terms.price();
        this.shares = terms.shares();
        this.remaining = terms.shares();
        this.updatedMillis = nowMillis;
    }

    public long id() {
        return id;
    }

    public int owner() {
        return owner;
    }

    public @Nullable String clientOrderId() {
        return clientOrderId;
    }

    public String code() {
        return code;
    }

    public OrderTerms terms() {
        return terms;
    }

    public boolean isBuy() {
        return terms.side() == Side.BUY;
    }

    public boolean isMarket() {
        return terms.type() == OrderType.MARKET;
    }

    /** The limit, as amended, times 10^8; 0 for market orders. */
    public long price() {
        return price;
    }

    /** Shares asked for, less what was amended away. */
    public long shares() {
        return shares;
    }

    public long remaining() {
        return remaining;
    }

    public long filled() {
        return filled;
    }

    public OrderState state() {
        return state;
    }

    public @Nullable CancelReason reason() {
        return reason;
    }

    /** Market time of the last change. */
    public long updatedMillis() {
        return updatedMillis;
    }

    public boolean isOpen() {
        return state == OrderState.OPEN;
    }
}
