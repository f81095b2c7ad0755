package tradelab.loadgen.fault;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tradelab.contracts.Require;

/**
 * A process that takes processors or memory from all others of its machine, for a time and no longer than its owner
 * lives: KIND AMOUNT MILLIS OWNER.
 */
final class Burden {
    private static final int MEBIBYTE = 1 << 20;
    private static final int PAGE = 4_096;

    private Burden() {}

    public static void main(String[] args) throws Exception {
        LocalFault.Kind kind = LocalFault.Kind.valueOf(args[0]);
        int amount = (int) Require.range("amount", Long.parseLong(args[1]), 1, 65_536);
        long millis = Long.parseLong(args[2]);
        ProcessHandle owner = ProcessHandle.of(Long.parseLong(args[3])).orElseThrow();
        byte[][] held = kind == LocalFault.Kind.MEMORY ? held(amount) : new byte[0][];
        for (int i = 0; kind == LocalFault.Kind.CPU && i < amount; i++) {
            Thread.ofPlatform().daemon().start(Burden::spin);
        }
        try {
            var _ = owner.onExit().get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            System.out.println("over after " + millis + " ms, " + held.length + " MiB were held");
        }
        Runtime.getRuntime().halt(0);
    }

    private static void spin() {
        while (true) {
            Thread.onSpinWait();
        }
    }

    private static byte[][] held(int mebibytes) {
        byte[][] held = new byte[mebibytes][];
        for (int i = 0; i < mebibytes; i++) {
            byte[] block = new byte[MEBIBYTE];
            for (int at = 0; at < block.length; at += PAGE) {
                block[at] = 1; // a page that was never written to takes no memory
            }
            held[i] = block;
        }
        return held;
    }
}
