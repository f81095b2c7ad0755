package tradelab.loadgen.honesty;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Asks Linux how long the turns of the calling thread shall be. Since 6.12 a thread with short turns gets the processor as
 * soon as it wakes even if another one is in the middle of a longer turn, and no more of it in all: it is no priority, and
 * needs no rights. Elsewhere, and where native access is not allowed, nothing happens.
 */
public final class ThreadTurns {
    /** The shortest that Linux grants. */
    public static final long SHORT_NANOS = 100_000;
    /** As long as everybody's. */
    public static final long USUAL_NANOS = 0;

    /** The {@code sched_attr} of sched_setattr(2) in its first version: policy, and the turn of ordinary threads. */
    private static final int ATTRIBUTES_BYTES = 48;

    private static final int POLICY_AT = 4;
    private static final int RUNTIME_AT = 24;
    private static final int POLICY_ORDINARY = 0;

    /** The numbers of sched_setattr; that of sched_getattr is the next one. */
    private static final long SET_X86_64 = 314;

    private static final long SET_AARCH64 = 274;

    private ThreadTurns() {}

    /** Found once, by the first thread that asks. */
    private static final class SystemCall {
        static final long SET = number();
        static final @Nullable MethodHandle CALL = SET == 0 ? null : find();

        private SystemCall() {}

        private static long number() {
            String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
            return switch (system) {
                case "Linux amd64" -> SET_X86_64;
                case "Linux aarch64" -> SET_AARCH64;
                default -> 0;
            };
        }

        @SuppressWarnings("restricted") // asked before: only where native access is allowed
        private static @Nullable MethodHandle find() {
            if (!ThreadTurns.class.getModule().isNativeAccessEnabled()) {
                return null;
            }
            Linker linker = Linker.nativeLinker();
            FunctionDescriptor syscall = FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG);
            return linker.defaultLookup()
                    .find("syscall")
                    .map(address -> linker.downcallHandle(address, syscall, Linker.Option.firstVariadicArg(1)))
                    .orElse(null);
        }
    }

    /**
     * Lets the calling thread take turns of this length; what else is set of it stays.
     *
     * @return whether it could be set; never for a thread that is not an ordinary one, such as a real-time one
     */
    public static boolean take(long nanos) {
        MethodHandle call = SystemCall.CALL;
        if (call == null) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES_BYTES, Long.BYTES);
            long got = (long) call.invokeExact(SystemCall.SET + 1, 0L, attributes, (long) ATTRIBUTES_BYTES, 0L);
            if (got != 0 || attributes.get(ValueLayout.JAVA_INT, POLICY_AT) != POLICY_ORDINARY) {
                return false;
            }
            attributes.set(ValueLayout.JAVA_LONG, RUNTIME_AT, nanos);
            return (long) call.invokeExact(SystemCall.SET, 0L, attributes, 0L, 0L) == 0;
        } catch (Throwable e) { // what a method handle declares
            return false;
        }
    }
}
