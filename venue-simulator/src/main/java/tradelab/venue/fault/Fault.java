package tradelab.venue.fault;

/** A fault in force, and what it did so far. Not thread-safe. */
public final class Fault {
    private final String id;
    private final FaultSpec spec;
    private final long begunMillis;
    private long occasions;
    private long strikes;

    Fault(String id, FaultSpec spec, long begunMillis) {
        this.id = id;
        this.spec = spec;
        this.begunMillis = begunMillis;
    }

    public String id() {
        return id;
    }

    public FaultSpec spec() {
        return spec;
    }

    public long begunMillis() {
        return begunMillis;
    }

    /** Returns how many occasions were in its scope. */
    public long occasions() {
        return occasions;
    }

    /** Returns how many of them it struck. */
    public long strikes() {
        return strikes;
    }

    /** Counts an occasion in the scope. Returns whether it is struck. */
    boolean strikes(FaultRandom random) {
        long number = ++occasions;
        boolean struck = number > spec.skip()
                && (spec.probability() >= 1 || random.fraction(spec.seed(), number) < spec.probability());
        if (struck) {
            strikes++;
        }
        return struck;
    }

    boolean isOver(long nowMillis) {
        return spec.count() != null && strikes >= spec.count()
                || spec.durationMillis() != null && nowMillis - begunMillis >= spec.durationMillis();
    }
}
