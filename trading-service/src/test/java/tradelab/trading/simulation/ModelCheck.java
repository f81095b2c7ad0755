package tradelab.trading.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Explores every order in which things can happen in a small world, breadth first, so that a counterexample is as short as
 * can be. Each state is expanded once; what is remembered of it are 64 bits of its canonical form and how it was reached:
 * about 40 bytes a state, and a whole world for each one that waits.
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

    private final int statesMax;
    private final Hashes seen = new Hashes();
    private int[] parents = new int[1 << 16];
    private Step[] steps = new Step[1 << 16];
    private int states;
    private long transitions;

    private ModelCheck(int statesMax) {
        this.statesMax = statesMax;
    }

    /** Explores the world of {@code setup}, at most {@code statesMax} states of it. */
    static Result explore(Setup setup, int statesMax) {
        return new ModelCheck(statesMax).run(new World(setup, 1_790_000_000_000L));
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
                World world = next.world().copy();
                transitions++;
                try {
                    world.apply(step);
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
