package tradelab.loadgen.operation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the operation of each arrival by weight, writes its requests, looks at their answers and says what follows. The
 * choice depends on seed and number alone, except that an operation which needs a recent success of another steps aside
 * while there is none. Owned by one event loop.
 */
public final class OperationMix {
    public static final int OPERATIONS_MAX = 64;
    /** A number that no request refers to. */
    public static final long NO_RECENT = -1;
    /** No fault, or nothing follows. */
    public static final int NONE = -1;
    /** The first check failed; the next numbers stand for the others, up to {@link Step#CHECKS_MAX}. */
    public static final int CHECK_FAILED = 60;
    /** The answer did not have what should be taken from it. */
    public static final int EXTRACT_FAILED = CHECK_FAILED + Step.CHECKS_MAX;

    private static final int RECENT_MAX = 1024;

    private final List<RequestTemplate> requests = new ArrayList<>();
    private final List<RequestParts> parts = new ArrayList<>();
    private final Sessions sessions;
    private final int[] weightsUpTo;
    private final long seed;
    /** By operation: the successes it may refer to; null if it refers to none. */
    private final @Nullable RecentRing[] rings;
    /** By operation: those who want to hear of its successes. */
    private final RecentRing[][] listeners;

    /** A mix for the only loop of a run; see the other constructor. */
    public OperationMix(List<Operation> operations, String authority, String basePath, String runId, long seed) {
        this(operations, authority, basePath, runId, seed, 0, 1);
    }

    /**
     * @param authority what goes into the Host header
     * @param basePath of the target; empty or beginning with a slash, not ending with one
     * @param index of this loop among {@code of} that share the run
     */
    public OperationMix(
            List<Operation> operations, String authority, String basePath, String runId, long seed, int index, int of) {
        requireConsistent(operations);
        this.seed = seed;
        this.sessions = new Sessions(operations, seed, index, of);
        int count = operations.size();
        weightsUpTo = new int[count];
        rings = new @Nullable RecentRing[count];
        Map<String, List<RecentRing>> wanted = new HashMap<>();
        int sum = 0;
        for (int i = 0; i < count; i++) {
            Operation operation = operations.get(i);
            requests.add(new RequestTemplate(operation, authority, basePath, runId, sessions.names()));
            parts.add(new RequestParts(operation, basePath, runId, sessions.names()));
            sum += operation.weight();
            weightsUpTo[i] = sum;
            if (!operation.recentName().isEmpty()) {
                RecentRing ring = new RecentRing(RECENT_MAX);
                rings[i] = ring;
                wanted.computeIfAbsent(operation.recentName(), _ -> new ArrayList<>())
                        .add(ring);
            }
        }
        listeners = operations.stream()
                .map(operation ->
                        wanted.getOrDefault(operation.name(), List.of()).toArray(new RecentRing[0]))
                .toArray(RecentRing[][]::new);
    }

    /** Refuses what cannot be run: no operation, equal names, or references to what is not there. */
    public static void requireConsistent(List<Operation> operations) {
        Consistency.require(operations);
    }

    /** Returns the index of the operation that arrival {@code sequence} starts. */
    public int choose(long sequence) {
        int chosen = weighted(sequence);
        while (lacksRecent(rings[chosen]) || sessions.isInside(chosen)) {
            chosen = chosen + 1 == rings.length ? 0 : chosen + 1;
        }
        return chosen;
    }

    private static boolean lacksRecent(@Nullable RecentRing ring) {
        return ring != null && ring.isEmpty();
    }

    /** Returns the index by weight alone. */
    int weighted(long sequence) {
        long pick = SeededRandom.below(weightsUpTo[weightsUpTo.length - 1], SeededRandom.of(seed, sequence));
        int index = 0;
        while (weightsUpTo[index] <= pick) {
            index++;
        }
        return index;
    }

    /** Returns a number that only the seed and these two decide. */
    public long random(long sequence, int salt) {
        return SeededRandom.next(SeededRandom.of(seed + salt, sequence));
    }

    /** Returns the number that a request of {@code operation} will refer to, or {@link #NO_RECENT}; takes it. */
    public long takeRecent(int operation) {
        RecentRing ring = rings[operation];
        return ring == null ? NO_RECENT : ring.take();
    }

    /**
     * Tells that slot {@code slot} sends next; gives its user, if this is an arrival's first request, new data.
     *
     * @return false if there is no more data for it: it cannot be sent
     */
    public boolean begin(int slot, int operation, long sequence) {
        return sessions.begin(slot, operation, sequence);
    }

    /** Puts the request of arrival {@code sequence}, of the slot that began, into {@code out}, which is emptied first. */
    public void write(ByteWriter out, int operation, long sequence, long recent) {
        requests.get(operation).write(out, salted(operation), sequence, recent, sessions);
    }

    /** Returns the request of arrival {@code sequence}, of the slot that began, in its parts. */
    public Request request(int operation, long sequence, long recent) {
        return parts.get(operation).request(salted(operation), sequence, recent, sessions);
    }

    /** Returns the body of arrival {@code sequence}'s request; not to be written to. */
    public byte[] body(int operation, long sequence, long recent) {
        return parts.get(operation).body(salted(operation), sequence, recent, sessions);
    }

    private long salted(int operation) {
        return sessions.isInside(operation) ? seed + operation : seed;
    }

    public boolean isHead(int operation) {
        return requests.get(operation).isHead();
    }

    public boolean isExpected(int operation, int status) {
        return requests.get(operation).isExpected(status);
    }

    /** Returns whether {@link #judge} looks at more than the status. */
    public boolean looks(int operation) {
        return sessions.looks(operation);
    }

    /**
     * Returns what is wrong with an answer: {@link #NONE}, its status, or what it lacks. Takes from it what its user wants.
     *
     * @param answer null if the protocol has none to show
     */
    public int judge(int slot, int operation, int status, @Nullable Answer answer) {
        if (!isExpected(operation, status)) {
            return status;
        }
        return looks(operation) ? sessions.judge(slot, operation, answer) : NONE;
    }

    /** Returns how many checks the answer that was judged last did not keep. */
    public int checksFailed() {
        return sessions.checksFailed();
    }

    public int checkCount(int operation) {
        return sessions.checkCount(operation);
    }

    /** Returns the operation that the user of {@code operation} does next, or {@link #NONE}. */
    public int next(int operation) {
        return sessions.next(operation);
    }

    /** Returns whether {@code operation} belongs to a user who has done something before. */
    public boolean isInside(int operation) {
        return sessions.isInside(operation);
    }

    /** Returns how long a user pauses after {@code operation}. */
    public long pauseNanos(int operation, long sequence) {
        return sessions.pauseNanos(operation, random(sequence, operation));
    }

    /** Tells that arrival {@code sequence} of {@code operation} was answered as expected. */
    public void succeeded(int operation, long sequence) {
        for (RecentRing ring : listeners[operation]) {
            ring.add(sequence);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
