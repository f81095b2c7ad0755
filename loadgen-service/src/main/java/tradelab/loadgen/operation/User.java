package tradelab.loadgen.operation;

import java.util.Arrays;

/** What one virtual user has got: its rows of the feeds, and what it took from answers. Owned by one event loop. */
final class User {
    private static final byte[] NOTHING = new byte[0];

    final int[] rows;
    private final byte[][] variables;

    User(int feeds, int variableCount) {
        rows = new int[feeds];
        variables = new byte[variableCount][];
        forget();
    }

    void forget() {
        Arrays.fill(rows, FeedCursor.NONE);
        Arrays.fill(variables, NOTHING);
    }

    byte[] variable(int index) {
        return variables[index];
    }

    void set(int index, byte[] value) {
        variables[index] = value;
    }
}
