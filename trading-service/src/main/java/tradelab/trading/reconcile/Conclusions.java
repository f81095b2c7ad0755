package tradelab.trading.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tradelab.trading.order.Effect;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderCore;
import tradelab.trading.order.OrderWalk;
import tradelab.trading.order.VenueFill;
import tradelab.trading.order.VenueReport;

/** What complete readings of the venue's records mean for the orders of a core. Plain Java, not thread-safe. */
public final class Conclusions {
    private final OrderCore core;
    private final AbsenceProof proof;
    private final long clockSkewMillis;
    private final long quarantineMillis;
    private final Predicate<Order> ours;
    private int readings;

    /** @param clockSkewMillis how far the venue's clock may be behind ours */
    public Conclusions(OrderCore core, int readingsMin, long quarantineMillis, long clockSkewMillis) {
        this(core, readingsMin, quarantineMillis, clockSkewMillis, _ -> true);
    }

    /** @param ours which orders go to the venue whose records these are */
    public Conclusions(
            OrderCore core, int readingsMin, long quarantineMillis, long clockSkewMillis, Predicate<Order> ours) {
        this.ours = ours;
        this.core = core;
        this.proof = new AbsenceProof(readingsMin, quarantineMillis);
        this.clockSkewMillis = clockSkewMillis;
        this.quarantineMillis = quarantineMillis;
    }

    /**
     * Begins with a reading. One of the same core that was begun before must have ended.
     *
     * @param beganMillis when the reading began
     * @param closedSinceMillis from when on it has all closed orders
     */
    public Drawing begin(long beganMillis, long closedSinceMillis) {
        return new Drawing(++readings, beganMillis, closedSinceMillis);
    }

    /**
     * The conclusions of one reading: first of everything that it shows, then of what it lacks. It may take as many turns as
     * it likes; what happens to orders meanwhile is younger than the reading, so nothing is concluded from their absence.
     */
    public final class Drawing {
        private final int reading;
        private final long beganMillis;
        private final long closedSinceMillis;
        private final List<Order> provenUnsent = new ArrayList<>(0);
        private final List<Order> missing = new ArrayList<>(0);
        private List<Effect> effects = new ArrayList<>();
        private @Nullable OrderWalk walk;
        private boolean ended;

        private Drawing(int reading, long beganMillis, long closedSinceMillis) {
            this.reading = reading;
            this.beganMillis = beganMillis;
            this.closedSinceMillis = closedSinceMillis;
        }

        OrderCore core() {
            return core;
        }

        void executed(VenueFill fill, long nowMillis) {
            effects.addAll(core.fill(fill, nowMillis));
        }

        void shown(VenueReport report, long nowMillis) {
            Order order = core.find(report.cid(), report.venueOrderId());
            if (order != null && ours.test(order)) {
                order.shownIn(reading);
            }
            effects.addAll(core.report(report, true, nowMillis));
        }

        /**
         * Looks at open orders that the reading may lack; only when it has told all that it shows.
         *
         * @return how many of {@code most} are left: more than none when every order was looked at
         */
        int lacking(int most, long nowMillis) {
            int left = most;
            OrderWalk orders = walk == null ? core.walk() : walk;
            walk = orders;
            while (left > 0 && !ended) {
                Order order = orders.next();
                if (order == null) {
                    ended = true;
                } else {
                    left--;
                    look(order, nowMillis);
                }
            }
            return left;
        }

        private void look(Order order, long nowMillis) {
            if (order.isUnsent()) {
                return; // no reading says anything about it
            }
            if (order.isShownIn(reading)) {
                proof.settled(order);
            } else if (ours.test(order) && order.createdMillis() - clockSkewMillis >= closedSinceMillis) {
                absent(order, nowMillis);
            }
        }

        private void absent(Order order, long nowMillis) {
            if (proof.absent(order, beganMillis)) {
                provenUnsent.add(order);
                effects.addAll(core.provenUnsent(order, nowMillis));
            } else if (order.venueOrderId() != null && order.updatedMillis() < beganMillis - quarantineMillis) {
                missing.add(order);
            }
        }

        /** Returns whether it has nothing more to say. */
        boolean isEnded() {
            return ended;
        }

        /** Ends it: the orders are somebody else's now. */
        void end() {
            ended = true;
            if (walk != null) {
                walk.end();
            }
        }

        /** Returns what was concluded since the last call. */
        public Result take() {
            Result result = new Result(effects, List.copyOf(provenUnsent), List.copyOf(missing));
            effects = new ArrayList<>();
            provenUnsent.clear();
            missing.clear();
            return result;
        }
    }

    /** What was concluded. {@code missing} are orders that the venue once showed and shows nowhere now. */
    public record Result(List<Effect> effects, List<Order> provenUnsent, List<Order> missing) {}
}
