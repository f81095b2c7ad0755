package tradelab.venue.exchange;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.venue.account.AccountSpec;
import tradelab.venue.account.Nonces;
import tradelab.venue.account.Signatures;
import tradelab.venue.account.Wallets;

/** Who trades: key, money, orders, fills and positions. Not thread-safe. */
public final class Account {
    /** Entries of the wallets' ledgers are numbered from here, each account in a range of its own. */
    private static final long ENTRY_IDS_EACH = 1L << 32;

    private final int owner;
    private final AccountSpec spec;
    private final int historyMax;
    private final Signatures signatures;
    private final Nonces nonces = new Nonces();
    private final Wallets wallets;
    private final Map<Long, AccountOrder> open = new LinkedHashMap<>();
    private final Map<Long, AccountOrder> openByCid = new HashMap<>();
    private final Deque<AccountOrder> closed = new ArrayDeque<>();
    private final Deque<Fill> fills = new ArrayDeque<>();
    private final Map<String, Position> positions = new LinkedHashMap<>();
    private final Deque<Position> closedPositions = new ArrayDeque<>();

    /**
     * @param owner the account's number in the books, 1 or more
     * @param historyMax how many closed orders, fills, closed positions and changes of wallets are remembered, each
     */
    public Account(int owner, AccountSpec spec, int historyMax) {
        this.owner = owner;
        this.spec = spec;
        this.signatures = new Signatures(spec.secret());
        this.wallets = new Wallets(spec.balances(), historyMax, owner * ENTRY_IDS_EACH);
        this.historyMax = historyMax;
    }

    public int owner() {
        return owner;
    }

    public String key() {
        return spec.key();
    }

    public Signatures signatures() {
        return signatures;
    }

    public Nonces nonces() {
        return nonces;
    }

    public Wallets wallets() {
        return wallets;
    }

    /** Returns the fee, a part times 10^8. */
    public long fee(boolean maker) {
        return maker ? spec.makerFee() : spec.takerFee();
    }

    /** Returns the open positions, by when they were first opened. */
    public List<Position> positions() {
        return positions.values().stream().filter(Position::isOpen).toList();
    }

    /** Returns the closed positions that are remembered, newest first. */
    public Collection<Position> closedPositions() {
        return closedPositions;
    }

    /** Returns what is held of a market, open or not. */
    public Position position(String symbol) {
        return positions.computeIfAbsent(symbol, Position::new);
    }

    /** Returns the open orders, oldest first. */
    public Collection<AccountOrder> open() {
        return open.values();
    }

    /** Returns the closed orders that are remembered, newest first. */
    public Collection<AccountOrder> closed() {
        return closed;
    }

    /** Returns the fills that are remembered, newest first. */
    public Collection<Fill> fills() {
        return fills;
    }

    @Nullable
    public AccountOrder open(long orderId) {
        return open.get(orderId);
    }

    @Nullable
    AccountOrder openByCid(long cid) {
        return openByCid.get(cid);
    }

    void opened(AccountOrder order) {
        open.put(order.id(), order);
        if (order.cid() != 0) {
            openByCid.put(order.cid(), order);
        }
    }

    void closed(AccountOrder order) {
        open.remove(order.id());
        openByCid.remove(order.cid(), order);
        closed.addFirst(order);
        if (closed.size() > historyMax) {
            closed.removeLast();
        }
    }

    void filled(Fill fill) {
        fills.addFirst(fill);
        if (fills.size() > historyMax) {
            fills.removeLast();
        }
    }

    /** A position ended; {@code last} is what it was. */
    void closed(Position last) {
        closedPositions.addFirst(last);
        if (closedPositions.size() > historyMax) {
            closedPositions.removeLast();
        }
    }
}
