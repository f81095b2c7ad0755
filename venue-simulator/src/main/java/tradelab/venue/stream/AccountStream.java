package tradelab.venue.stream;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tradelab.venue.account.Wallet;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.AccountObserver;
import tradelab.venue.exchange.AccountOrder;
import tradelab.venue.exchange.Fill;
import tradelab.venue.exchange.Position;
import tradelab.venue.wire.Rows;

/** Sends what happens in an account to every connection that proved to be its own. Not thread-safe. */
final class AccountStream implements AccountObserver {
    private final Map<Account, Set<Connection>> connections = new HashMap<>();

    /** @param offers what the account offers to lend, as a list of rows */
    void add(Account account, Connection connection, String offers) {
        connections.computeIfAbsent(account, _ -> new LinkedHashSet<>()).add(connection);
        AccountFilter filter = connection.filter();
        if (filter.wants("trading")) {
            positions(account, connection);
        }
        if (filter.wants("wallet")) {
            wallets(account, connection);
        }
        if (filter.wants("trading")) {
            orders(account, connection);
        }
        if (filter.wants("funding")) {
            connection.accountFrame("\"fos\"," + offers, true);
            connection.accountFrame("\"fcs\",[]", true);
            connection.accountFrame("\"fls\",[]", true);
        }
    }

    /** Drops a connection. */
    void remove(Account account, Connection connection) {
        Set<Connection> all = connections.get(account);
        if (all != null && all.remove(connection) && all.isEmpty()) {
            connections.remove(account);
        }
    }

    private static void positions(Account account, Connection connection) {
        StringBuilder out = new StringBuilder("\"ps\",[");
        int start = out.length();
        for (Position position : account.positions()) {
            if (connection.filter().wantsTrading(position.symbol())) {
                var _ = Rows.position(out.length() == start ? out : out.append(','), position, true, 0);
            }
        }
        connection.accountFrame(out.append(']'), true);
    }

    private static void wallets(Account account, Connection connection) {
        StringBuilder out = new StringBuilder("\"ws\",[");
        int start = out.length();
        for (Wallet wallet : account.wallets().all()) {
            if (connection.filter().wantsWallet(wallet)) {
                var _ = Rows.wallet(out.length() == start ? out : out.append(','), wallet);
            }
        }
        connection.accountFrame(out.append(']'), true);
    }

    private static void orders(Account account, Connection connection) {
        StringBuilder out = new StringBuilder("\"os\",[");
        int start = out.length();
        for (AccountOrder order : account.open()) {
            if (connection.filter().wantsTrading(order.symbol())) {
                var _ = Rows.order(out.length() == start ? out : out.append(','), order);
            }
        }
        connection.accountFrame(out.append(']'), true);
    }

    @Override
    public void order(Account account, OrderEvent event, AccountOrder order) {
        send(account, trading(order.symbol()), () -> Rows.order(new StringBuilder("\"" + event.text() + "\","), order));
    }

    @Override
    public void fill(Account account, Fill fill) {
        send(account, trading(fill.symbol()), () -> Rows.fill(new StringBuilder("\"te\","), fill, false));
        send(account, trading(fill.symbol()), () -> Rows.fill(new StringBuilder("\"tu\","), fill, true));
    }

    @Override
    public void position(Account account, PositionEvent event, Position position, long lastPrice) {
        boolean active = event != PositionEvent.CLOSED;
        send(
                account,
                trading(position.symbol()),
                () -> Rows.position(new StringBuilder("\"" + event.text() + "\","), position, active, lastPrice));
    }

    @Override
    public void wallet(Account account, Wallet wallet) {
        send(account, filter -> filter.wantsWallet(wallet), () -> Rows.wallet(new StringBuilder("\"wu\","), wallet));
    }

    /** Tells an offer to lend that was made or closed. */
    void offer(Account account, String event, String row) {
        send(account, filter -> filter.wants("funding"), () -> new StringBuilder("\"" + event + "\",").append(row));
    }

    /** Sends what one connection has to tell all of the account's, itself too. */
    void broadcast(Account account, String notification) {
        Set.copyOf(connections.getOrDefault(account, Set.of()))
                .forEach(connection -> connection.answerFrame("\"n\"," + notification));
    }

    /** Sends every account's heartbeat. */
    void heartbeats() {
        each(connection -> connection.frame(0, "\"hb\""));
    }

    private void each(Consumer<Connection> action) {
        Set.copyOf(connections.values()).forEach(all -> Set.copyOf(all).forEach(action));
    }

    private static Predicate<AccountFilter> trading(String symbol) {
        return filter -> filter.wantsTrading(symbol);
    }

    private void send(Account account, Predicate<AccountFilter> wanted, Supplier<StringBuilder> payload) {
        Set<Connection> all = connections.get(account);
        if (all == null) {
            return;
        }
        StringBuilder text = payload.get();
        for (Connection connection : all) {
            if (wanted.test(connection.filter())) {
                connection.accountFrame(text, false);
            }
        }
    }
}
