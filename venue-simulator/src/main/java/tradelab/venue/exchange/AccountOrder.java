package tradelab.venue.exchange;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.matching.CloseReason;
import tradelab.venue.matching.OrderKind;
import tradelab.venue.matching.OrderOptions;

/** An order of an account, from its acceptance to its end. Not thread-safe. */
public final class AccountOrder {
    /** Fills named in the status text; further ones only count. */
    private static final int FILLS_SHOWN_MAX = 16;

    private final long id;
    private final OrderRequest request;
    private final long createdMillis;
    private final List<String> fills = new ArrayList<>(0);
    private OrderType type;
    private String typeBefore = "";
    private boolean waiting;
    private long gid;
    private long flags;
    private long tifMillis;
    private long price;
    private long trailing;
    private long limit;
    private long amountOriginal;
    private long remaining; // unsigned
    private long updatedMillis;
    private long filled;
    private BigInteger cost = BigInteger.ZERO;
    private String status = "ACTIVE";
    private boolean open = true;
    private long reserved;
    private @Nullable AccountOrder first;
    private @Nullable AccountOrder second;
    private boolean decided;

    AccountOrder(long id, OrderRequest request, long nowMillis) {
        this.id = id;
        this.request = request;
        this.createdMillis = nowMillis;
        this.updatedMillis = nowMillis;
        this.type = request.type();
        this.waiting = type.waits();
        this.gid = request.gid();
        this.flags = request.flags();
        this.tifMillis = request.tifMillis();
        this.price = request.price();
        this.trailing = request.trailing();
        this.limit = request.limit();
        this.amountOriginal = request.amount();
        this.remaining = Math.abs(request.amount());
    }

    public long id() {
        return id;
    }

    public long cid() {
        return request.cid();
    }

    public long gid() {
        return gid;
    }

    public String symbol() {
        return request.symbol();
    }

    public String type() {
        return type.text(request.margin());
    }

    /** Returns the type before it changed, or empty. */
    public String typeBefore() {
        return typeBefore;
    }

    public long flags() {
        return flags;
    }

    public boolean isHidden() {
        return has(OrderRequest.HIDDEN);
    }

    /** Returns whether it trades a position rather than the exchange wallets. */
    public boolean isMargin() {
        return request.margin();
    }

    /** Returns when it ends by itself, or 0. */
    public long tifMillis() {
        return tifMillis;
    }

    /** Returns what the client sent as meta, JSON text, or empty. */
    public String meta() {
        return request.meta();
    }

    public boolean buys() {
        return request.amount() > 0;
    }

    public long createdMillis() {
        return createdMillis;
    }

    public long updatedMillis() {
        return updatedMillis;
    }

    /** Returns what is left, signed. */
    public long amount() {
        return buys() ? remaining : -remaining;
    }

    public long amountOriginal() {
        return amountOriginal;
    }

    /** Returns the limit, or the stop of an order that waits for it. */
    public long price() {
        return price;
    }

    /** Returns how far a trailing stop stays away, or 0. */
    public long trailing() {
        return trailing;
    }

    /** Returns what a stop limit order is limited to, or the stop of the second order of an OCO; or 0. */
    public long auxiliaryPrice() {
        return limit != 0 ? limit : request.ocoStop();
    }

    /** Returns the order that came first in an OCO, or 0. */
    public long placedBy() {
        return first == null ? 0 : first.id;
    }

    /** Returns the mean price of the fills so far, or 0. */
    public long priceAverage() {
        return filled == 0 ? 0 : cost.divide(BigInteger.valueOf(filled)).longValueExact();
    }

    public String status() {
        return status;
    }

    public boolean isOpen() {
        return open;
    }

    boolean has(long flag) {
        return (flags & flag) != 0;
    }

    boolean isTouched() {
        return filled > 0;
    }

    /** Returns whether it may only make a position smaller. */
    boolean isReduceOnly() {
        return isMargin() && has(OrderRequest.REDUCE_ONLY);
    }

    /** Returns whether it waited for its stop and no longer does. */
    boolean isWaitingOver() {
        return !waiting && request.type().waits();
    }

    /** Returns whether it is not in the book yet. */
    boolean isWaiting() {
        return waiting;
    }

    boolean trails() {
        return type == OrderType.TRAILING_STOP;
    }

    OrderKind kind() {
        return OrderRequest.kind(type, flags);
    }

    int options() {
        return OrderRequest.options(flags, request.protects()) | (isReduceOnly() ? OrderOptions.REDUCES : 0);
    }

    long limit() {
        return limit;
    }

    long remaining() {
        return remaining;
    }

    long reserved() {
        return reserved;
    }

    void reserved(long units) {
        reserved = units;
    }

    /** Ties the two orders of an OCO: this one and the stop that came with it. */
    void placed(AccountOrder stop) {
        second = stop;
        stop.first = this;
    }

    /** Returns the order of an OCO that ends with this one, or null. */
    @Nullable
    AccountOrder partner() {
        return decided ? null : first != null ? first : second;
    }

    /** It is this order of an OCO that executes. */
    void decide() {
        decided = true;
        AccountOrder other = first != null ? first : second;
        if (other != null) {
            other.decided = true;
        }
    }

    /** Returns the price that money is set aside for; 0 if none is. */
    long reservePrice() {
        if (first != null || !waiting && kind() == OrderKind.MARKET) {
            return 0; // the first order of an OCO holds the money for both; market orders pay as they go
        }
        long own = waiting && limit != 0 ? limit : price;
        return second != null && second.open ? Math.max(own, second.price) : own;
    }

    void fill(long amount, long atPrice, long left, long nowMillis) {
        long traded = Math.abs(amount);
        filled += traded;
        cost = cost.add(BigInteger.valueOf(traded).multiply(BigInteger.valueOf(atPrice)));
        remaining = left;
        updatedMillis = nowMillis;
        if (fills.size() < FILLS_SHOWN_MAX) {
            fills.add(Decimals.format(atPrice) + "(" + Decimals.format(amount) + ")");
        }
        status = "PARTIALLY FILLED @ " + String.join(", ", fills);
    }

    void reduce(long left, long nowMillis) {
        amountOriginal += buys() ? left - remaining : remaining - left;
        remaining = left;
        updatedMillis = nowMillis;
    }

    void change(OrderChange to, long nowMillis) {
        price = to.price();
        limit = to.limit();
        trailing = to.trailing();
        gid = to.gid();
        flags = to.flags();
        tifMillis = to.tifMillis();
        reduce(to.remaining(), nowMillis);
    }

    /** A trailing stop followed the market. */
    void trail(long stop, long nowMillis) {
        price = stop;
        updatedMillis = nowMillis;
    }

    /** The stop was reached: a stop limit order becomes a limit order. */
    void trigger(long nowMillis) {
        waiting = false;
        updatedMillis = nowMillis;
        if (type == OrderType.STOP_LIMIT) {
            typeBefore = type();
            type = OrderType.LIMIT;
            price = limit;
        }
    }

    void close(CloseReason reason, long nowMillis) {
        open = false;
        updatedMillis = nowMillis;
        String was = filled > 0 ? " was: " + status : "";
        String executed = "EXECUTED @ " + String.join(", ", fills);
        status = switch (reason) {
            case FILLED -> has(OrderRequest.CLOSE) ? executed + " was: ACTIVE (note:POSCLOSE)" : executed;
            case CANCELLED, NO_LIQUIDITY, BOOK_FULL, SELF_MATCH, EXPIRED -> "CANCELED" + was;
            case WOULD_TAKE -> "POSTONLY CANCELED" + was;
            case NOT_AT_ONCE -> "IOC CANCELED" + was;
            case NOT_COMPLETELY -> "FILLORKILL CANCELED" + was;
            case NOT_FUNDED -> "INSUFFICIENT BALANCE (U1)" + (was.isEmpty() ? " was: ACTIVE" : was);
            case NO_POSITION -> "RSN_POS_NOTFOUND" + was;
            case WOULD_INCREASE -> "RSN_POS_REDUCE_INCR" + was;
            case WOULD_FLIP -> "RSN_POS_REDUCE_FLIP" + was;
        };
    }
}
