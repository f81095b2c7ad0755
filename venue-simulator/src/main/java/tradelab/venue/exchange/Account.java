package tradelab.venue.exchange;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.venue.account.Nonces;
import tradelab.venue.account.Signatures;
import tradelab.venue.account.Wallets;

/** Who trades: key, money, orders and fills. Not thread-safe. */
public final class Account {
    private final int owner;
    private final String key;
    private final int historyMax;
    private final Signatures signatures;
    private final Nonces nonces = new Nonces();
    private final Wallets wallets;
    private final Map<Long, AccountOrder> open = new LinkedHashMap<>();
    private final Map<Long, AccountOrder> openByCid = new HashMap<>();
    private final Deque<AccountOrder> closed = new ArrayDeque<>();
    private final Deque<Fill> fills = new ArrayDeque<>();

    /**
     * @param owner the account's number in the books, 1 or more
     * @param balances units by currency
     * @param historyMax how many closed orders and how many fills are remembered
     */
    public Account(int owner, String key, String secret, Map<String, Long> balances, int historyMax) {
        this.owner = owner;
        this.key = key;
        this.signatures = new Signatures(secret);
        this.wallets = new Wallets(balances);
        this.historyMax = historyMax;
    }

    public int owner() {
        return owner;
    }

    public String key() {
        return key;
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
    AccountOrder open(long orderId) {
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
}
