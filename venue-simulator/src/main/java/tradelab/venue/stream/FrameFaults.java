package tradelab.venue.stream;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tradelab.venue.exchange.Account;
import tradelab.venue.fault.Fault;
import tradelab.venue.fault.Faults;
import tradelab.venue.fault.Occasion;
import tradelab.venue.fault.Point;
import tradelab.venue.fault.Strike;
import tradelab.venue.market.Depth;
import tradelab.venue.wire.Rows;

/**
 * The place through which frames leave while faults are in force. Heartbeats and first snapshots are not struck.
 *
 * <p>Whoever got a wrong picture gets a snapshot when the fault ends.
 */
final class FrameFaults implements Faults.Listener {
    private static final Pattern SYMBOL = Pattern.compile("\"(t[A-Z0-9]+(?::[A-Z0-9]+)?)\"");
    private static final String HEARTBEAT = "\"hb\"";
    private static final String CHECKSUM = "\"cs\",";
    private static final int CROSSED_LEVEL = 3;
    private static final int ACCOUNT = 0;

    /** Sends a subscriber what it must know to follow. */
    interface Snapshots {
        void send(Channel channel, Connection connection, int channelId);
    }

    private record Subscription(Connection connection, int channelId) {}

    private final Faults faults;
    private final Snapshots snapshots;
    private final Map<String, Set<Subscription>> spoilt = new HashMap<>();

    FrameFaults(Faults faults, Snapshots snapshots) {
        this.faults = faults;
        this.snapshots = snapshots;
    }

    boolean idle() {
        return faults.idle();
    }

    /** Sends a frame of a public channel as the faults in force leave it. */
    void frame(Connection connection, int channelId, String payload) {
        Channel channel = connection.channels().get(channelId);
        if (channel == null || payload.equals(HEARTBEAT)) {
            connection.numbered(channelId, payload);
            return;
        }
        boolean book = channel.view() != null;
        boolean checksum = payload.startsWith(CHECKSUM);
        Occasion occasion = new Occasion(
                checksum ? Point.CHECKSUM : book ? Point.BOOK : Point.FRAME,
                "ws/frame",
                key(connection),
                Set.of(channel.key().market().spec().symbol()),
                channel.key().channel(),
                connection.number(),
                Set.of());
        List<Strike> strikes = faults.strikes(occasion);
        for (Strike strike : strikes) {
            if (strike.kind().spoilsPicture()) {
                spoilt.computeIfAbsent(strike.faultId(), _ -> new LinkedHashSet<>())
                        .add(new Subscription(connection, channelId));
            }
        }
        send(connection, channelId, payload, strikes, channel);
    }

    private void send(Connection connection, int channelId, String payload, List<Strike> strikes, Channel channel) {
        String text = payload;
        long wait = 0;
        int copies = 1;
        boolean outOfOrder = false;
        String crossing = null;
        for (Strike strike : strikes) {
            switch (strike.kind()) {
                case FROZEN_FEED, HALT -> {
                    return;
                }
                case SEQUENCE_GAP -> {
                    connection.skipNumber(false);
                    return;
                }
                case OUT_OF_ORDER -> outOfOrder = true;
                case DELAY, JITTER -> wait += strike.millis();
                case WRONG_CHECKSUM -> text = CHECKSUM + (Integer.parseInt(payload.substring(CHECKSUM.length())) ^ 1);
                case BURST -> copies += strike.spec().repeats();
                case CROSSED_BOOK -> crossing = crossing(channel.key().market().depth());
                default -> {}
            }
        }
        if (outOfOrder && connection.holdBack(channelId, text)) {
            return;
        }
        List<String> frames = new ArrayList<>(Collections.nCopies(copies, text));
        if (crossing != null) {
            frames.add(crossing);
        }
        connection.leave(channelId, copies * text.length(), wait, () -> {
            if (connection.channels().containsKey(channelId)) {
                frames.forEach(frame -> connection.numbered(channelId, frame));
            }
        });
    }

    /** Runs something later on this event loop. */
    void after(long millis, Runnable task) {
        faults.after(millis, task);
    }

    /** Returns a bid at the price of an ask that is not the best. */
    private static @Nullable String crossing(Depth depth) {
        int asks = depth.levels(false);
        if (asks == 0) {
            return null;
        }
        int level = Math.min(CROSSED_LEVEL, asks - 1);
        return Rows.level(new StringBuilder(), true, depth.price(false, level), 1, depth.amount(false, level))
                .toString();
    }

    /** Sends a frame of an account as the faults in force leave it. */
    void accountFrame(Connection connection, String payload) {
        boolean fill = payload.startsWith("\"te\",") || payload.startsWith("\"tu\",");
        Matcher symbol = SYMBOL.matcher(payload);
        Occasion occasion = new Occasion(
                fill ? Point.FILL : Point.FRAME,
                "ws/frame",
                key(connection),
                symbol.find() ? Set.of(symbol.group(1)) : Set.of(),
                "account",
                connection.number(),
                Set.of());
        int copies = 1;
        long wait = 0;
        long late = 0;
        boolean outOfOrder = false;
        for (Strike strike : faults.strikes(occasion)) {
            switch (strike.kind()) {
                case FROZEN_FEED, SEQUENCE_GAP -> {
                    connection.skipNumber(true);
                    return;
                }
                case DUPLICATE_FILL, BURST -> copies += strike.spec().repeats();
                case LATE_FILL -> late += strike.millis();
                case DELAY, JITTER -> wait += strike.millis();
                case OUT_OF_ORDER -> outOfOrder = true;
                default -> {}
            }
        }
        if (outOfOrder && connection.holdBack(ACCOUNT, payload)) {
            return;
        }
        List<String> frames = Collections.nCopies(copies, payload);
        Runnable leave = () -> frames.forEach(frame -> connection.accountNumbered(frame, false));
        if (late > 0) {
            faults.after(late, leave); // others overtake it
        } else {
            connection.leave(ACCOUNT, copies * payload.length(), wait, leave);
        }
    }

    private static @Nullable String key(Connection connection) {
        Account account = connection.account();
        return account == null ? null : account.key();
    }

    @Override
    public void begun(Fault fault) {}

    @Override
    public void ended(Fault fault) {
        Set<Subscription> wrong = spoilt.remove(fault.id());
        if (wrong != null) {
            wrong.forEach(each -> mend(each.connection(), each.channelId()));
        }
    }

    /** Sends a subscriber the picture as it is. */
    void mend(Connection connection, int channelId) {
        Channel channel = connection.channels().get(channelId);
        if (channel != null) {
            connection.mend(() -> snapshots.send(channel, connection, channelId));
        }
    }

    /** Forgets a connection that is gone. */
    void closed(Connection connection) {
        spoilt.values().forEach(all -> all.removeIf(each -> each.connection() == connection));
    }
}
