package tradelab.loadgen.operation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Virtual users of one loop: one on each slot that is under way, with its data and its next step. */
final class Sessions implements Template.Supply {
    private static final int VALUE_LENGTH_MAX = 4_096;

    /** What is taken from an answer, and where it goes. */
    private record Taking(Source.Reader reader, int variable) {}

    private final Names names;
    private final List<Step> steps;
    private final int[] next;
    private final boolean[] inside;
    private final boolean[] looks;
    private final List<List<Predicate<Answer>>> checks = new ArrayList<>();
    private final List<List<Taking>> takings = new ArrayList<>();
    private final FeedCursor[] feeds;
    /** By operation: the feeds that it and all that follow it need. */
    private final int[][] needs;

    private final Keys.Chooser[] keys;
    private final boolean personal;
    private @Nullable User[] users = new @Nullable User[0];
    private @Nullable User current;
    private int checksFailed;

    Sessions(List<Operation> operations, long seed, int index, int of) {
        names = Names.of(operations);
        steps = operations.stream().map(Operation::step).toList();
        List<String> order = operations.stream().map(Operation::name).toList();
        next = steps.stream().mapToInt(step -> order.indexOf(step.then())).toArray();
        inside = new boolean[steps.size()];
        looks = new boolean[steps.size()];
        for (int i = 0; i < steps.size(); i++) {
            looks[i] = steps.get(i).looks();
            if (next[i] >= 0) {
                inside[next[i]] = true;
            }
            checks.add(steps.get(i).checks().stream().map(Check::ready).toList());
            List<Taking> taken = new ArrayList<>();
            steps.get(i)
                    .extract()
                    .forEach((name, source) -> taken.add(new Taking(source.reader(), names.variable(name))));
            takings.add(taken);
        }
        feeds = names.data().feeds().stream()
                .map(feed -> new FeedCursor(feed, seed, index, of))
                .toArray(FeedCursor[]::new);
        keys = names.data().keys().stream()
                .map(all -> new Keys.Chooser(all, seed))
                .toArray(Keys.Chooser[]::new);
        needs = new int[steps.size()][];
        for (int i = 0; i < needs.length; i++) {
            needs[i] = needs(operations, i);
        }
        personal = feeds.length > 0 || !names.variables().isEmpty();
    }

    private int[] needs(List<Operation> operations, int first) {
        List<Integer> wanted = new ArrayList<>();
        for (int at = first; at >= 0; at = next[at]) {
            for (Template.Part part : operations.get(at).parts()) {
                if (part instanceof Template.FeedValue(String feed, String _)) {
                    wanted.add(names.feed(feed));
                }
            }
        }
        return wanted.stream().mapToInt(Integer::intValue).distinct().toArray();
    }

    Names names() {
        return names;
    }

    boolean begin(int slot, int operation, long sequence) {
        if (!personal) {
            return true;
        }
        User user = user(slot);
        current = user;
        if (inside[operation]) {
            return true;
        }
        user.forget();
        for (int feed : needs[operation]) {
            user.rows[feed] = feeds[feed].take(sequence);
            if (user.rows[feed] == FeedCursor.NONE) {
                return false;
            }
        }
        return true;
    }

    private User user(int slot) {
        if (slot >= users.length) {
            users = Arrays.copyOf(users, Math.max(slot + 1, users.length * 2));
        }
        User user = users[slot];
        if (user == null) {
            user = new User(feeds.length, names.variables().size());
            users[slot] = user;
        }
        return user;
    }

    private User current() {
        if (current == null) {
            throw new IllegalStateException("nobody has begun");
        }
        return current;
    }

    @Override
    public byte[] feed(int feed, int column) {
        return feeds[feed].value(current().rows[feed], column);
    }

    @Override
    public Keys.Chooser key(int index) {
        return keys[index];
    }

    @Override
    public byte[] variable(int index) {
        return current().variable(index);
    }

    boolean looks(int operation) {
        return looks[operation];
    }

    boolean isInside(int operation) {
        return inside[operation];
    }

    int next(int operation) {
        return next[operation];
    }

    int checkCount(int operation) {
        return checks.get(operation).size();
    }

    int checksFailed() {
        return checksFailed;
    }

    long pauseNanos(int operation, long random) {
        Step step = steps.get(operation);
        long width = step.pauseMaxNanos() - step.pauseMinNanos() + 1;
        return step.pauseMinNanos() + SeededRandom.below(width, random);
    }

    int judge(int slot, int operation, @Nullable Answer answer) {
        List<Predicate<Answer>> all = checks.get(operation);
        int fault = OperationMix.NONE;
        checksFailed = 0;
        for (int i = all.size() - 1; i >= 0; i--) {
            if (answer == null || !all.get(i).test(answer)) {
                fault = OperationMix.CHECK_FAILED + i;
                checksFailed++;
            }
        }
        for (Taking taking : takings.get(operation)) {
            String found = answer == null ? null : taking.reader.read(answer);
            if (found == null || found.length() > VALUE_LENGTH_MAX) {
                return fault == OperationMix.NONE ? OperationMix.EXTRACT_FAILED : fault;
            }
            user(slot).set(taking.variable, OperationMix.bytes(found));
        }
        return fault;
    }
}
