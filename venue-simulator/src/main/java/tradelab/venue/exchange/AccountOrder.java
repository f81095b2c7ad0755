package tradelab.venue.exchange;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import tradelab.contracts.Decimals;
import tradelab.venue.matching.CloseReason;
import tradelab.venue.matching.OrderKind;

/** An order of an account, from its acceptance to its end. Not thread-safe. */
public final class AccountOrder {
    /** Fills named in the status text; further ones only count. */
    private static final int FILLS_SHOWN_MAX = 16;

    private final long id;
    private final OrderRequest request;
    private final long createdMillis;
    private final List<String> fills = new ArrayList<>(0);
    private long gid;
    private long price;
    private long amountOriginal;
    private long remaining; // unsigned
    private long updatedMillis;
    private long filled;
    private BigInteger cost = BigInteger.ZERO;
    private String status = "ACTIVE";
    private boolean open = true;
    private long reserved;

    AccountOrder(long id, OrderRequest request, long nowMillis) {
        this.id = id;
        this.request = request;
        this.createdMillis = nowMillis;
        this.updatedMillis = nowMillis;
        this.gid = request.gid();
        this.price = request.price();
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
        return request.type();
    }

    public long flags() {
        return request.flags();
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

    public long price() {
        return price;
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

    boolean isTouched() {
        return filled > 0;
    }

    OrderKind kind() {
        return request.kind();
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

    void change(long newPrice, long left, long newGid, long nowMillis) {
        price = newPrice;
        gid = newGid;
        reduce(left, nowMillis);
    }

    void close(CloseReason reason, long nowMillis) {
        open = false;
        updatedMillis = nowMillis;
        String was = filled > 0 ? " was: " + status : "";
        status = switch (reason) {
            case FILLED -> "EXECUTED @ " + String.join(", ", fills);
            case CANCELLED, NO_LIQUIDITY, BOOK_FULL -> "CANCELED" + was;
            case WOULD_TAKE -> "POSTONLY CANCELED" + was;
            case NOT_AT_ONCE -> "IOC CANCELED" + was;
            case NOT_COMPLETELY -> "FILLORKILL CANCELED" + was;
        };
    }
}
