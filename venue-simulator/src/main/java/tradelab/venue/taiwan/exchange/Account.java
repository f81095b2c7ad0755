package tradelab.venue.taiwan.exchange;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tradelab.venue.taiwan.market.Order;

/** A client's account: its money, shares, orders, executions and reports. Not thread-safe. */
public final class Account {
    /** Closed orders, executions and reports that are remembered. */
    public static final int REMEMBERED_MAX = 100_000;

    /** Open orders of one account. */
    static final int OPEN_ORDERS_MAX = 50_000;

    private final int number;
    private final String name;
    private final byte[] secret;
    private final Holdings holdings;
    private final TreeMap<Long, Order> orders = new TreeMap<>();
    private final Map<String, Order> byClientId = new HashMap<>();
    private final ArrayDeque<Order> closed = new ArrayDeque<>();
    private long forgotten;
    private final Recent<Report> reports = new Recent<>(REMEMBERED_MAX);
    private final Recent<Execution> executions = new Recent<>(REMEMBERED_MAX);

    /** @param number above 0 */
    public Account(int number, String name, String secret, Holdings holdings) {
        this.number = number;
        this.name = name;
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        this.holdings = holdings;
    }

    public int number() {
        return number;
    }

    public String name() {
        return name;
    }

    public Holdings holdings() {
        return holdings;
    }

    /** Compares in a time that does not depend on where they differ. */
    public boolean hasSecret(String given) {
        return MessageDigest.isEqual(secret, given.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the order with the exchange's id, or null if there is none, or it is long closed. */
    public @Nullable Order order(long orderId) {
        return orders.get(orderId);
    }

    /** Returns the order with the client's id, or null. */
    public @Nullable Order order(String clientOrderId) {
        return byClientId.get(clientOrderId);
    }

    /** Returns at most {@code limit} orders with an id above {@code after}, oldest first. */
    public List<Order> orders(boolean openOnly, long after, int limit) {
        List<Order> page = new ArrayList<>();
        for (Order order : orders.tailMap(after, false).values()) {
            if (page.size() == limit) {
                break;
            }
            if (!openOnly || order.isOpen()) {
                page.add(order);
            }
        }
        return page;
    }

    /** Returns every remembered order. */
    public Collection<Order> orders() {
        return orders.values();
    }

    /** Returns the highest id of a closed order that is remembered no more, 0 if all are. */
    public long forgotten() {
        return forgotten;
    }

    public long lastReport() {
        return reports.count();
    }

    /** Returns the remembered reports with a sequence above {@code after}. */
    public List<Report> reports(long after, int limit) {
        return reports.after(after, limit);
    }

    /** Returns the remembered executions with a number within the account above {@code after}. */
    public List<Execution> executions(long after, int limit) {
        List<Execution> all = executions.after(0, REMEMBERED_MAX);
        int from = 0;
        int to = all.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (all.get(middle).executionId() <= after) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return List.copyOf(all.subList(from, Math.min(all.size(), from + limit)));
    }

    int openOrders() {
        return orders.size() - closed.size();
    }

    void add(Order order) {
        orders.put(order.id(), order);
        if (order.clientOrderId() != null) {
            byClientId.put(order.clientOrderId(), order);
        }
    }

    void closed(Order order) {
        closed.add(order);
        if (closed.size() > REMEMBERED_MAX) {
            Order oldest = closed.remove();
            orders.remove(oldest.id());
            forgotten = Math.max(forgotten, oldest.id());
            if (oldest.clientOrderId() != null) {
                byClientId.remove(oldest.clientOrderId());
            }
        }
    }

    Report report(Order order) {
        Report report = new Report(reports.count() + 1, OrderView.of(order), null);
        reports.add(report);
        return report;
    }

    Report report(Execution execution) {
        executions.add(execution);
        Report report = new Report(reports.count() + 1, null, execution);
        reports.add(report);
        return report;
    }
}
