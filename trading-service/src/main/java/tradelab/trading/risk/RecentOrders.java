package tradelab.trading.risk;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.trading.OrderType;
import tradelab.contracts.trading.Side;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.trading.pace.Pace;

/**
 * What accounts have sent lately: how often, and how alike.
 *
 * <p>Not thread-safe: one event loop owns it. Remembers at most {@link #ENTRIES_MAX} accounts and as many distinct orders;
 * the longest unused is forgotten first.
 */
final class RecentOrders {
    static final int ENTRIES_MAX = 100_000;

    private static final long SECOND_NANOS = 1_000_000_000L;

    private record Alike(
            String account,
            Instrument instrument,
            Side side,
            OrderType type,
            @Nullable Price price,
            Amount amount) {}

    /** When the last orders of a kind were sent, the oldest first. */
    private static final class Window {
        private final ArrayDeque<Long> sentMillis = new ArrayDeque<>(2);

        int count(long sinceMillis) {
            while (!sentMillis.isEmpty() && sentMillis.getFirst() < sinceMillis) {
                long _ = sentMillis.removeFirst();
            }
            return sentMillis.size();
        }
    }

    private record Paced(int perSecond, Pace pace) {}

    private final long windowMillis;
    private final Map<Alike, Window> alike = new Bounded<>();
    private final Map<String, Paced> paces = new Bounded<>();

    RecentOrders(Duration window) {
        this.windowMillis = window.toMillis();
    }

    /** Returns how many orders like this one the account has sent within a window up to now. */
    int equal(SubmitOrder order, long nowMillis) {
        Window window = alike.get(key(order));
        return window == null ? 0 : window.count(nowMillis - windowMillis);
    }

    /**
     * An order like this one was taken.
     *
     * @param limit how many count; of more than these only the latest are remembered
     */
    void sent(SubmitOrder order, int limit, long nowMillis) {
        Window window = alike.computeIfAbsent(key(order), _ -> new Window());
        if (window.sentMillis.size() >= limit) {
            long _ = window.sentMillis.removeFirst();
        }
        window.sentMillis.addLast(nowMillis);
    }

    /** Takes a turn of the account, if it has one. In any second there are at most {@code perSecond}. */
    boolean mayGo(String account, int perSecond, long nowNanos) {
        Paced paced = paces.get(account);
        if (paced == null || paced.perSecond != perSecond) {
            // the pace counts from two on: one a second is two in two seconds, and no two at once
            int most = Math.max(2, perSecond);
            long window = perSecond == 1 ? 2 * SECOND_NANOS : SECOND_NANOS;
            paced = new Paced(perSecond, new Pace(most, window, Math.max(1, perSecond / 2), 0, nowNanos));
            paces.put(account, paced);
        }
        return paced.pace.tryTake(true, nowNanos);
    }

    private static Alike key(SubmitOrder order) {
        return new Alike(
                order.account(), order.instrument(), order.side(), order.type(), order.price(), order.amount());
    }

    private static final class Bounded<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;

        Bounded() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > ENTRIES_MAX;
        }
    }
}
