package tradelab.venue.stream;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
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
        snapshot(account, connection);
        connection.accountFrame("\"fos\"," + offers, true);
        connection.accountFrame("\"fcs\",[]", true);
        connection.accountFrame("\"fls\",[]", true);
    }

    /** Drops a connection. */
    void remove(Account account, Connection connection) {
        Set<Connection> all = connections.get(account);
        if (all != null && all.remove(connection) && all.isEmpty()) {
            connections.remove(account);
        }
    }

    private static void snapshot(Account account, Connection connection) {
        StringBuilder positions = new StringBuilder("\"ps\",[");
        int first = positions.length();
        for (Position position : account.positions()) {
            var _ = Rows.position(positions.length() == first ? positions : positions.append(','), position, true, 0);
        }
        connection.accountFrame(positions.append(']'), true);
        StringBuilder wallets = new StringBuilder("\"ws\",[");
        int start = wallets.length();
        for (Wallet wallet : account.wallets().all()) {
            var _ = Rows.wallet(wallets.length() == start ? wallets : wallets.append(','), wallet);
        }
        connection.accountFrame(wallets.append(']'), true);
        StringBuilder orders = new StringBuilder("\"os\",[");
        start = orders.length();
        for (AccountOrder order : account.open()) {
            var _ = Rows.order(orders.length() == start ? orders : orders.append(','), order);
        }
        connection.accountFrame(orders.append(']'), true);
    }

    @Override
    public void order(Account account, OrderEvent event, AccountOrder order) {
        send(account, () -> Rows.order(new StringBuilder("\"" + event.text() + "\","), order));
    }

    @Override
    public void fill(Account account, Fill fill) {
        send(account, () -> Rows.fill(new StringBuilder("\"te\","), fill, false));
        send(account, () -> Rows.fill(new StringBuilder("\"tu\","), fill, true));
    }

    @Override
    public void position(Account account, PositionEvent event, Position position, long lastPrice) {
        boolean active = event != PositionEvent.CLOSED;
        send(account, () -> Rows.position(new StringBuilder("\"" + event.text() + "\","), position, active, lastPrice));
    }

    @Override
    public void wallet(Account account, Wallet wallet) {
        send(account, () -> Rows.wallet(new StringBuilder("\"wu\","), wallet));
    }

    /** Tells an offer to lend that was made or closed. */
    void offer(Account account, String event, String row) {
        send(account, () -> new StringBuilder("\"" + event + "\",").append(row));
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

    private void send(Account account, java.util.function.Supplier<StringBuilder> payload) {
        Set<Connection> all = connections.get(account);
        if (all == null) {
            return;
        }
        StringBuilder text = payload.get();
        for (Connection connection : all) {
            connection.accountFrame(text, false);
        }
    }
}
