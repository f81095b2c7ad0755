package tradelab.venue.fault;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One arrival on its way through the venue: what strikes it, and what becomes of it. Not thread-safe. */
public final class Visit {
    private final long sequence;
    private final long receivedMillis;
    private Occasion occasion;
    private List<String> faults = List.of();
    private boolean executed;
    private @Nullable String answer;
    private long firstOrder;
    private long lastOrder;

    Visit(long sequence, long receivedMillis, Occasion occasion) {
        this.sequence = sequence;
        this.receivedMillis = receivedMillis;
        this.occasion = occasion;
    }

    public Occasion occasion() {
        return occasion;
    }

    /** Says whose it is, once that is known. */
    public void account(String key) {
        occasion = occasion.of(key);
    }

    void struck(List<Strike> strikes) {
        if (!strikes.isEmpty()) {
            faults = new ArrayList<>(faults);
            strikes.forEach(strike -> faults.add(strike.faultId()));
        }
    }

    void executed(long ordersBefore, long ordersAfter) {
        executed = true;
        if (ordersAfter > ordersBefore) {
            firstOrder = ordersBefore + 1;
            lastOrder = ordersAfter;
        }
    }

    /** Says what left: an HTTP status, {@code sent}, {@code none}, {@code cut} or {@code refused}. */
    public void answered(String what) {
        answer = what;
    }

    ArrivalEntry entry() {
        return new ArrivalEntry(
                sequence,
                receivedMillis,
                occasion.route(),
                occasion.account(),
                occasion.connection(),
                executed,
                answer,
                firstOrder,
                lastOrder,
                List.copyOf(faults));
    }
}
