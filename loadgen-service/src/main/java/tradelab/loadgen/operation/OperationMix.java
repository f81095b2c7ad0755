package tradelab.loadgen.operation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/**
 * Chooses the operation of each arrival by weight, and writes its request. The choice depends on seed and number alone,
 * except that an operation which needs a recent success of another steps aside while there is none. Owned by one event
 * loop.
 */
public final class OperationMix {
    public static final int OPERATIONS_MAX = 32;
    /** A number that no request refers to. */
    public static final long NO_RECENT = -1;

    private static final int RECENT_MAX = 1024;

    private final List<RequestTemplate> requests = new ArrayList<>();
    private final int[] weightsUpTo;
    private final long seed;
    /** By operation: the successes it may refer to; null if it refers to none. */
    private final @Nullable RecentRing[] rings;
    /** By operation: those who want to hear of its successes. */
    private final RecentRing[][] listeners;

    /**
     * @param authority what goes into the Host header
     * @param basePath of the target; empty or beginning with a slash, not ending with one
     */
    public OperationMix(List<Operation> operations, String authority, String basePath, String runId, long seed) {
        requireConsistent(operations);
        this.seed = seed;
        int count = operations.size();
        weightsUpTo = new int[count];
        rings = new @Nullable RecentRing[count];
        Map<String, List<RecentRing>> wanted = new HashMap<>();
        int sum = 0;
        for (int i = 0; i < count; i++) {
            Operation operation = operations.get(i);
            requests.add(new RequestTemplate(operation, authority, basePath, runId));
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
        var _ = Require.range("operations", operations.size(), 1, OPERATIONS_MAX);
        Set<String> names = new HashSet<>();
        for (Operation operation : operations) {
            if (!names.add(operation.name())) {
                throw Require.refused("operations.name", "a name only once", operation.name());
            }
        }
        for (Operation operation : operations) {
            if (!operation.recentName().isEmpty() && !names.contains(operation.recentName())) {
                throw Require.refused(
                        "operations." + operation.name() + " ${recent:NAME}",
                        "one of " + names.stream().sorted().toList(),
                        operation.recentName());
            }
        }
        if (operations.stream().noneMatch(operation -> operation.recentName().isEmpty())) {
            throw Require.refused("operations", "at least one without ${recent:NAME}", String.join(", ", names));
        }
    }

    /** Returns the index of the operation that arrival {@code sequence} starts. */
    public int choose(long sequence) {
        int chosen = weighted(sequence);
        while (lacksRecent(rings[chosen])) {
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

    /** Puts the request of arrival {@code sequence} into {@code out}, which is emptied first. */
    public void write(ByteWriter out, int operation, long sequence, long recent) {
        requests.get(operation).write(out, seed, sequence, recent);
    }

    public boolean isHead(int operation) {
        return requests.get(operation).isHead();
    }

    public boolean isExpected(int operation, int status) {
        return requests.get(operation).isExpected(status);
    }

    /** Tells that arrival {@code sequence} of {@code operation} was answered as expected. */
    public void succeeded(int operation, long sequence) {
        for (RecentRing ring : listeners[operation]) {
            ring.add(sequence);
        }
    }
}
