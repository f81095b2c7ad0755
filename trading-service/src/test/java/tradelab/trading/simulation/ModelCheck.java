package tradelab.trading.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Explores every order in which things can happen in a small world. Each state is expanded once; states that
 * {@link Canonical} proves alike are one. Breadth first, a counterexample is as short as can be, and a whole world is kept
 * for each state that waits; depth first, nothing is kept but 64 bits a state and the path.
 */
final class ModelCheck {
    /** What was found. An exhausted world without a trace keeps its laws, whatever happens. */
    record Result(
            int states,
            long transitions,
            int depth,
            boolean exhausted,
            @Nullable String broken,
            List<Step> trace) {}

    private record Waiting(World world, int number, int depth) {}

    /** A state on the path, and what can happen there that was not looked at yet. */
    private record Open(World world, Iterator<Step> steps, Step reachedBy) {}

    private final int statesMax;
    private final Hashes seen = new Hashes();
    private int[] parents = new int[1 << 16];
    private Step[] steps = new Step[1 << 16];
    private int states;
    private long transitions;

    private ModelCheck(int statesMax) {
        this.statesMax = statesMax;
    }

    /** Explores the world of {@code setup} breadth first, at most {@code statesMax} states of it. */
    static Result explore(Setup setup, int statesMax) {
        return new ModelCheck(statesMax).run(first(setup));
    }

    /** Explores the world of {@code setup} depth first, at most {@code statesMax} states of it. */
    static Result exhaust(Setup setup, int statesMax) {
        return new ModelCheck(statesMax).runDeep(first(setup));
    }

    /**
     * Explores the world without reduction, breadth first, and asks of all worlds that the reduction takes for one whether
     * the same can happen next.
     *
     * @return how many states the reduction makes of them
     */
    static int classes(Setup setup) {
        Hashes seen = new Hashes();
        Map<Long, Set<Long>> futures = new HashMap<>();
        Set<Long> classes = new HashSet<>();
        ArrayDeque<World> waiting = new ArrayDeque<>(List.of(first(setup)));
        while (!waiting.isEmpty()) {
            World world = waiting.removeFirst();
            Set<Long> future = new HashSet<>();
            for (Step step : world.enabled()) {
                World next = world.after(step);
                if (step.kind() != Step.Kind.PAUSE && step.kind() != Step.Kind.WAKE) {
                    boolean _ = future.add(Canonical.hash(next));
                }
                if (seen.add(Canonical.plainHash(next))) {
                    waiting.add(next);
                }
            }
            long hash = Canonical.hash(world);
            boolean _ = classes.add(hash);
            Set<Long> other = world.isPaused() ? null : futures.putIfAbsent(hash, future);
            if (other != null && !other.equals(future)) {
                throw new AssertionError("worlds with one fingerprint: expected one future, got two");
            }
        }
        return classes.size();
    }

    /** Returns the fingerprints of all that the log and the venue can ever have. */
    static Set<Long> shared(Setup setup) {
        Hashes seen = new Hashes();
        Set<Long> shared = new HashSet<>();
        ArrayDeque<World> waiting = new ArrayDeque<>(List.of(first(setup)));
        while (!waiting.isEmpty()) {
            World world = waiting.removeFirst();
            boolean _ = shared.add(Canonical.shared(world));
            for (Step step : world.enabled()) {
                World next = world.after(step);
                if (seen.add(Canonical.hash(next))) {
                    waiting.add(next);
                }
            }
        }
        return shared;
    }

    private static World first(Setup setup) {
        return new World(setup, 1_790_000_000_000L);
    }

    private Result run(World first) {
        ArrayDeque<Waiting> waiting = new ArrayDeque<>();
        boolean _ = seen.add(Canonical.hash(first));
        int depth = 0;
        waiting.add(new Waiting(first, remember(-1, Step.of(Step.Kind.START, 0)), 0));
        while (!waiting.isEmpty() && states < statesMax) {
            Waiting next = waiting.removeFirst();
            depth = next.depth();
            for (Step step : next.world().enabled()) {
                transitions++;
                World world;
                try {
                    world = next.world().after(step);
                } catch (Broken e) {
                    return new Result(
                            states, transitions, depth + 1, false, e.getMessage(), trace(next.number(), step));
                }
                if (seen.add(Canonical.hash(world))) {
                    waiting.add(new Waiting(world, remember(next.number(), step), depth + 1));
                }
            }
        }
        return new Result(states, transitions, depth, waiting.isEmpty(), null, List.of());
    }

    private Result runDeep(World first) {
        ArrayDeque<Open> path = new ArrayDeque<>();
        boolean _ = seen.add(Canonical.hash(first));
        int depth = 0;
        path.addLast(open(first, Step.of(Step.Kind.START, 0)));
        while (!path.isEmpty() && seen.size < statesMax) {
            Open last = path.getLast();
            if (!last.steps().hasNext()) {
                path.removeLast();
                continue;
            }
            Step step = last.steps().next();
            transitions++;
            World world;
            try {
                world = last.world().after(step);
            } catch (Broken e) {
                List<Step> trace = new ArrayList<>(
                        path.stream().skip(1).map(Open::reachedBy).toList());
                trace.add(step);
                return new Result(seen.size, transitions, path.size(), false, e.getMessage(), trace);
            }
            if (seen.add(Canonical.hash(world))) {
                path.addLast(open(world, step));
                depth = Math.max(depth, path.size());
            }
        }
        return new Result(seen.size, transitions, depth, path.isEmpty(), null, List.of());
    }

    private static Open open(World world, Step reachedBy) {
        return new Open(world, world.enabled().iterator(), reachedBy);
    }

    private int remember(int parent, Step step) {
        if (states == parents.length) {
            parents = Arrays.copyOf(parents, 2 * states);
            steps = Arrays.copyOf(steps, 2 * states);
        }
        parents[states] = parent;
        steps[states] = step;
        return states++;
    }

    private List<Step> trace(int number, Step last) {
        List<Step> trace = new ArrayList<>(List.of(last));
        for (int at = number; parents[at] >= 0; at = parents[at]) {
            trace.addFirst(steps[at]);
        }
        return trace;
    }

    /** A set of longs, open addressing, at most half full. */
    private static final class Hashes {
        private long[] slots = new long[1 << 17];
        private int size;

        boolean add(long value) {
            long hash = value == 0 ? 1 : value;
            if (2 * size >= slots.length) {
                long[] old = slots;
                slots = new long[2 * old.length];
                for (long each : old) {
                    if (each != 0) {
                        slots[slot(each)] = each;
                    }
                }
            }
            int slot = slot(hash);
            if (slots[slot] == hash) {
                return false;
            }
            slots[slot] = hash;
            size++;
            return true;
        }

        private int slot(long hash) {
            int slot = (int) (hash >>> 20) & (slots.length - 1);
            while (slots[slot] != 0 && slots[slot] != hash) {
                slot = (slot + 1) & (slots.length - 1);
            }
            return slot;
        }
    }
}
