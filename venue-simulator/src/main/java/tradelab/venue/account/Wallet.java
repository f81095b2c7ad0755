package tradelab.venue.account;

/** The money of one account in one currency for one purpose, times 10^8. Not thread-safe. */
public final class Wallet {
    private final WalletType type;
    private final String currency;
    private long balance;
    private long reserved;
    private String lastChange = "";

    Wallet(WalletType type, String currency, long balance) {
        this.type = type;
        this.currency = currency;
        this.balance = balance;
    }

    public WalletType type() {
        return type;
    }

    public String currency() {
        return currency;
    }

    public long balance() {
        return balance;
    }

    /** Returns what new orders may use; below 0 when open positions lost more than the rest. */
    public long available() {
        return balance - reserved;
    }

    /** Returns why the balance changed last, or empty. */
    public String lastChange() {
        return lastChange;
    }

    /** Sets {@code units} more aside; negative releases. */
    void reserve(long units) {
        reserved = Math.addExact(reserved, units);
        if (reserved < 0) {
            throw new IllegalStateException(currency + ": released more than was reserved");
        }
    }

    /** Adds {@code units}; negative takes away. */
    void add(long units, String why) {
        balance = Math.addExact(balance, units);
        lastChange = why;
    }
}
