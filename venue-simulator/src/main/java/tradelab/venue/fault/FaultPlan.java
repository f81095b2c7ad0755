package tradelab.venue.fault;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/**
 * Decides what strikes what: an occasion, the time and randomness in, strikes out. Plain and deterministic: the same
 * faults and occasions give the same strikes. Not thread-safe.
 */
public final class FaultPlan {
    /** Faults in force at once. */
    public static final int FAULTS_MAX = 1_000;

    private final FaultRandom random;
    private final Map<String, Fault> faults = new LinkedHashMap<>();
    private long lastId;

    public FaultPlan(FaultRandom random) {
        this.random = random;
    }

    /**
     * Puts a fault in force.
     *
     * @throws IllegalArgumentException if one with its id is in force, or there are too many
     */
    public Fault add(FaultSpec spec, long nowMillis) {
        if (faults.size() >= FAULTS_MAX) {
            throw Require.refused("faults", "at most " + FAULTS_MAX + " in force", Integer.toString(faults.size() + 1));
        }
        String id = spec.id() == null ? nextId() : spec.id();
        if (faults.containsKey(id)) {
            throw Require.refused("id", "one that is not in force", id);
        }
        Fault fault = new Fault(id, spec, nowMillis);
        faults.put(id, fault);
        return fault;
    }

    private String nextId() {
        String id;
        do {
            id = "fault-" + ++lastId;
        } while (faults.containsKey(id));
        return id;
    }

    /** Takes a fault out of force. Returns it, or null if it is not in force. */
    public @Nullable Fault remove(String id) {
        return faults.remove(id);
    }

    /** Returns what is in force, in the order in which it came. */
    public List<Fault> inForce() {
        return List.copyOf(faults.values());
    }

    public boolean isEmpty() {
        return faults.isEmpty();
    }

    /** Returns what strikes, in the order in which the faults came. A fault whose end has come strikes no more. */
    public List<Strike> decide(Occasion occasion, long nowMillis) {
        if (faults.isEmpty()) {
            return List.of();
        }
        List<Strike> strikes = new ArrayList<>(1);
        for (Fault fault : faults.values()) {
            FaultSpec spec = fault.spec();
            if (spec.strikesAt(occasion.point())
                    && spec.scope().fits(occasion)
                    && !fault.isOver(nowMillis)
                    && fault.strikes(random)) {
                strikes.add(new Strike(fault.id(), spec, millis(fault)));
            }
        }
        return strikes;
    }

    private long millis(Fault fault) {
        long wait = fault.spec().waitMillis();
        return fault.spec().kind() == FaultKind.JITTER
                ? (long) (random.fraction(~fault.spec().seed(), fault.occasions()) * (wait + 1))
                : wait;
    }

    /** Takes out of force what is over, and returns it. */
    public List<Fault> takeOver(long nowMillis) {
        List<Fault> over = new ArrayList<>();
        for (Iterator<Fault> each = faults.values().iterator(); each.hasNext(); ) {
            Fault fault = each.next();
            if (fault.isOver(nowMillis)) {
                each.remove();
                over.add(fault);
            }
        }
        return over;
    }
}
