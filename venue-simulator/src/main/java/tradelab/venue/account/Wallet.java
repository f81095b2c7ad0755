package tradelab.venue.account;

/** The money of one account in one currency, times 10^8. Not thread-safe. */
public final class Wallet {
    private final String currency;
    private long balance;
    private long reserved;

    Wallet(String currency, long balance) {
        this.currency = currency;
        this.balance = balance;
    }

    public String currency() {
        return currency;
    }

    public long balance() {
        return balance;
    }

    /** Returns what new orders may use. */
    public long available() {
        return balance - reserved;
    }

    /** Sets {@code units} more aside; negative releases. */
    public void reserve(long units) {
        reserved = Math.addExact(reserved, units);
        if (reserved < 0) {
            throw new IllegalStateException(currency + ": released more than was reserved");
        }
    }

    /** Adds {@code units}; negative takes away. */
    public void add(long units) {
        balance = Math.addExact(balance, units);
    }
}
