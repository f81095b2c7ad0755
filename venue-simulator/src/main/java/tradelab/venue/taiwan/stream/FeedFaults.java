package tradelab.venue.taiwan.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.venue.fault.Fault;
import tradelab.venue.fault.Faults;
import tradelab.venue.fault.Lane;
import tradelab.venue.fault.Occasion;
import tradelab.venue.fault.Point;
import tradelab.venue.fault.Strike;
import tradelab.venue.taiwan.exchange.Account;
import tradelab.venue.taiwan.exchange.Execution;
import tradelab.venue.taiwan.exchange.OrderView;
import tradelab.venue.taiwan.exchange.Report;
import tradelab.venue.taiwan.market.SecurityMarket;
import tradelab.venue.wire.Inputs;

/**
 * The place through which frames and reports leave while faults are in force. Heartbeats and first rows are not struck.
 *
 * <p>Whoever got a wrong picture gets the rows anew when the fault ends; what is told once only, trades and reports, is
 * lost, as its numbers say.
 */
final class FeedFaults implements Faults.Listener {
    private static final String ROUTE = "taiwan/frame";
    private static final String WHOLE_MARKET = "*";
    private static final int BIDS = 9;
    private static final int ASKS = 10;
    private static final int CROSSED_LEVEL = 3;

    /** Sends a connection what it is owed. */
    interface Owed {
        void send(TaiwanConnection connection);
    }

    private record Subscription(TaiwanConnection connection, TaiwanConnection.Channel channel) {}

    /** What becomes of a frame. */
    private static final class Fate {
        private long wait;
        private long late;
        private int copies = 1;
        private boolean outOfOrder;
        private boolean lost;
    }

    private final Faults faults;
    private final List<SecurityMarket> markets;
    private final LongSupplier wallMillis;
    private final Owed owed;
    private final Map<String, Map<Subscription, BitSet>> spoilt = new HashMap<>();

    FeedFaults(Faults faults, List<SecurityMarket> markets, LongSupplier wallMillis, Owed owed) {
        this.faults = faults;
        this.markets = markets;
        this.wallMillis = wallMillis;
        this.owed = owed;
    }

    /** Sends a frame of a public channel as the faults in force leave it. */
    void frame(TaiwanConnection connection, Frame frame) {
        TaiwanConnection.Channel channel = frame.channel();
        if (channel.lane.isFree() && (frame.first() || faults.idle())) {
            connection.send(frame.text());
            return;
        }
        Fate fate = new Fate();
        Frame left = frame.first() ? frame : struck(connection, frame, fate);
        if (fate.lost) {
            long _ = channel.nextSequence();
            return;
        }
        if (left.rows().isEmpty()) {
            return;
        }
        if (fate.outOfOrder) {
            String text = left.text();
            boolean held = channel.lane.holdBack(() -> {
                connection.send(text);
                mend(connection, channel, rows(left)); // a row of the frame that overtook it may be the newer one
            });
            if (!held) {
                connection.send(text);
                channel.lane.release();
            }
            return;
        }
        Runnable leave = () -> {
            for (int i = 0; i < fate.copies && channel.isFollowed(); i++) {
                connection.send(left.text());
            }
            channel.lane.release();
        };
        int size = left.rows().stream().mapToInt(row -> row.text().length()).sum();
        leave(channel.lane, leave, size, fate.wait);
    }

    private void leave(Lane lane, Runnable leave, int size, long wait) {
        if (wait > 0 || lane.hasWaiting()) {
            faults.after(lane.keep(leave, size, wait, wallMillis.getAsLong()), lane::leaveFirst);
        } else {
            leave.run();
        }
    }

    /** Returns what the faults leave of a frame. */
    private Frame struck(TaiwanConnection connection, Frame frame, Fate fate) {
        boolean book = frame.channel() == connection.snapshots;
        Set<String> symbols = new HashSet<>();
        frame.rows().forEach(row -> symbols.add(code(row)));
        Frame left = frame;
        for (Strike strike :
                faults.strikes(occasion(connection, book ? Point.BOOK : Point.FRAME, symbols, frame.channel().name))) {
            switch (strike.kind()) {
                case FROZEN_FEED, HALT -> {
                    spoil(strike, connection, left);
                    left = left.with(left.rows().stream()
                            .filter(row -> !means(strike, row))
                            .toList());
                }
                case CROSSED_BOOK -> {
                    spoil(strike, connection, left);
                    left = left.with(left.rows().stream()
                            .map(row -> means(strike, row) ? crossed(row) : row)
                            .toList());
                }
                case SEQUENCE_GAP -> {
                    spoil(strike, connection, left);
                    fate.lost = true;
                }
                default -> note(strike, fate);
            }
        }
        return left;
    }

    private static void note(Strike strike, Fate fate) {
        switch (strike.kind()) {
            case DELAY, JITTER -> fate.wait += strike.millis();
            case LATE_FILL -> fate.late += strike.millis();
            case BURST, DUPLICATE_FILL -> fate.copies += strike.spec().repeats();
            case OUT_OF_ORDER -> fate.outOfOrder = true;
            default -> {}
        }
    }

    /** Sends a report of an account as the faults in force leave it. */
    void report(TaiwanConnection connection, Report report, String text) {
        Lane lane = connection.reports;
        if (lane.isFree() && faults.idle()) {
            connection.send(text);
            return;
        }
        Fate fate = fate(connection, report);
        Runnable leave = () -> {
            for (int i = 0; i < fate.copies; i++) {
                connection.send(text);
            }
            lane.release();
        };
        if (fate.lost || fate.outOfOrder && lane.holdBack(leave)) {
            return; // the account's numbers tell
        }
        if (fate.late > 0) {
            faults.after(fate.late, leave); // others overtake it
        } else {
            leave(lane, leave, text.length(), fate.wait);
        }
    }

    private Fate fate(TaiwanConnection connection, Report report) {
        OrderView order = report.order();
        Execution execution = report.execution();
        String symbol = order != null ? order.symbol() : execution != null ? execution.symbol() : WHOLE_MARKET;
        Fate fate = new Fate();
        Occasion occasion = occasion(connection, Point.FRAME, Set.of(symbol), "account");
        List<Strike> strikes = new ArrayList<>(faults.strikes(occasion));
        if (execution != null) {
            strikes.addAll(faults.strikes(occasion.at(Point.FILL)));
        }
        for (Strike strike : strikes) {
            switch (strike.kind()) {
                case FROZEN_FEED, SEQUENCE_GAP -> fate.lost = true;
                default -> note(strike, fate);
            }
        }
        return fate;
    }

    private static Occasion occasion(TaiwanConnection connection, Point point, Set<String> symbols, String channel) {
        Account account = connection.account();
        return new Occasion(
                point, ROUTE, account == null ? null : account.name(), symbols, channel, connection.number(), Set.of());
    }

    /** A fault of one security strikes its rows; the others of the frame are left alone. */
    private boolean means(Strike strike, Row row) {
        String symbol = strike.spec().scope().symbol();
        return symbol == null || symbol.equals(code(row));
    }

    private String code(Row row) {
        return row.index() < 0
                ? WHOLE_MARKET
                : markets.get(row.index()).security().code();
    }

    /** Returns a snapshot whose best bid is at the price of an ask. */
    private static Row crossed(Row row) {
        JsonNode fields = Inputs.read(row.text());
        if (fields == null
                || !(fields.path(BIDS) instanceof ArrayNode bids)
                || fields.path(ASKS).isEmpty()) {
            return row;
        }
        JsonNode asks = fields.path(ASKS);
        JsonNode ask = asks.get(Math.min(CROSSED_LEVEL, asks.size() - 1));
        if (bids.isEmpty()) {
            var _ = bids.add(ask);
        } else {
            var _ = bids.set(0, ask);
        }
        return new Row(row.index(), fields.toString());
    }

    private void spoil(Strike strike, TaiwanConnection connection, Frame frame) {
        BitSet lost = spoilt.computeIfAbsent(strike.faultId(), _ -> new LinkedHashMap<>())
                .computeIfAbsent(new Subscription(connection, frame.channel()), _ -> new BitSet());
        lost.or(rows(frame));
    }

    private static BitSet rows(Frame frame) {
        BitSet rows = new BitSet();
        frame.rows().stream().filter(row -> row.index() >= 0).forEach(row -> rows.set(row.index()));
        return rows;
    }

    @Override
    public void begun(Fault fault) {}

    @Override
    public void ended(Fault fault) {
        @Nullable Map<Subscription, BitSet> wrong = spoilt.remove(fault.id());
        if (wrong != null) {
            wrong.forEach((subscription, lost) -> mend(subscription.connection(), subscription.channel(), lost));
            wrong.keySet().forEach(subscription -> owed.send(subscription.connection()));
        }
    }

    /** Owes a subscriber rows again. */
    private static void mend(TaiwanConnection connection, TaiwanConnection.Channel channel, BitSet rows) {
        if (channel == connection.snapshots) {
            channel.owe(rows);
        } else if (channel == connection.status) {
            channel.oweAll();
        }
    }

    /** Forgets a connection that is gone. */
    void closed(TaiwanConnection connection) {
        spoilt.values().forEach(all -> all.keySet().removeIf(each -> each.connection() == connection));
    }
}
