package tradelab.benchmarks;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the calling thread run as soon as Linux can, without a priority, as the load generator does for its loops: timers
 * fire when they are due, and with turns of 0.1 ms it gets the processor when it wakes though another is in the middle of a
 * longer one. Elsewhere, and without native access, nothing happens. Needs nothing but a JDK.
 */
final class Punctual {
    private static final long TURN_NANOS = 100_000;

    /** The numbers of sched_setattr; that of sched_getattr is the next one. */
    private static final long SET_X86_64 = 314;

    private static final long SET_AARCH64 = 274;

    /** The {@code sched_attr} in its first version; the turn of an ordinary thread is its runtime. */
    private static final long ATTRIBUTES_BYTES = 48;

    private static final long RUNTIME_AT = 24;

    private Punctual() {}

    static void become() {
        if (System.getProperty("os.name").equals("Linux")
                && Punctual.class.getModule().isNativeAccessEnabled()) {
            timers();
            turns();
        }
    }

    private static void timers() {
        try {
            Path self = Path.of("/proc/thread-self").toRealPath();
            var _ = Files.writeString(Path.of("/proc/" + self.getFileName() + "/timerslack_ns"), "1");
        } catch (IOException e) {
            System.err.println("timers stay as they are: " + e);
        }
    }

    @SuppressWarnings("restricted") // asked before: only where native access is allowed
    private static void turns() {
        long set = System.getProperty("os.arch").equals("amd64") ? SET_X86_64 : SET_AARCH64;
        ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
        Linker linker = Linker.nativeLinker();
        MethodHandle call = linker.downcallHandle(
                linker.defaultLookup().find("syscall").orElseThrow(),
                FunctionDescriptor.of(word, word, word, ValueLayout.ADDRESS, word, word),
                Linker.Option.firstVariadicArg(1));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES_BYTES, Long.BYTES);
            long got = (long) call.invokeExact(set + 1, 0L, attributes, ATTRIBUTES_BYTES, 0L);
            attributes.set(word, RUNTIME_AT, TURN_NANOS);
            if (got != 0 || (long) call.invokeExact(set, 0L, attributes, 0L, 0L) != 0) {
                System.err.println("turns stay as they are");
            }
        } catch (Throwable e) { // what a method handle declares
            throw new IllegalStateException(e);
        }
    }
}
