package tradelab.venue.fault;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One arrival on its way through the venue: what strikes it, and what becomes of it. Not thread-safe. */
public final class Visit {
    private static final int AGENT_CHARS_MAX = 100;

    private final long sequence;
    private final long receivedMillis;
    private Occasion occasion;
    private List<String> faults = List.of();
    private boolean executed;
    private @Nullable String agent;
    private @Nullable String answer;
    private long firstOrder;
    private long lastOrder;

    Visit(long sequence, long receivedMillis, Occasion occasion) {
        this.sequence = sequence;
        this.receivedMillis = receivedMillis;
        this.occasion = occasion;
    }

    /** Returns its place among all arrivals. */
    public long sequence() {
        return sequence;
    }

    public Occasion occasion() {
        return occasion;
    }

    /** Says whose it is, once that is known. */
    public void account(String key) {
        occasion = occasion.of(key);
    }

    /** Says which program it came from, as that calls itself. */
    public void agent(@Nullable String name) {
        agent = name == null || name.length() <= AGENT_CHARS_MAX ? name : name.substring(0, AGENT_CHARS_MAX);
    }

    /** Writes down what struck it. */
    public void struck(List<Strike> strikes) {
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
                agent,
                executed,
                answer,
                firstOrder,
                lastOrder,
                List.copyOf(faults));
    }
}
