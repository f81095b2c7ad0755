package tradelab.cli.load;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the command's output goes: how wide it is, and whether it shows colours. Asked anew, it may have changed. */
interface Terminal {
    /** Wide enough for all that there is to show. */
    int WIDE = 200;

    /** Returns how many columns there are; {@link #WIDE} if it is no terminal. */
    int columns();

    /** Returns whether somebody watches, rather than a file or another program. */
    boolean isWatched();

    /** Returns whether it shows colours and nobody has forbidden them: {@code NO_COLOR}, {@code TERM=dumb}. */
    boolean isColoured();

    /** The standard output of this process. */
    static Terminal standardOutput() {
        return new Native(System.getenv());
    }

    /** A terminal of this width; 0 for something that is none. */
    static Terminal of(int columns, boolean coloured) {
        return new Terminal() {
            @Override
            public int columns() {
                return columns > 0 ? columns : WIDE;
            }

            @Override
            public boolean isWatched() {
                return columns > 0;
            }

            @Override
            public boolean isColoured() {
                return coloured;
            }
        };
    }

    /** Asks the system, by the request TIOCGWINSZ, which only terminals answer. */
    final class Native implements Terminal {
        private static final int STANDARD_OUTPUT = 1;
        /** Rows, columns, and the width and height in pixels. */
        private static final int WINSIZE_SHORTS = 4;
        /** Of a terminal that does not know its size. */
        private static final int COLUMNS_DEFAULT = 80;

        private static final long ASK = System.getProperty("os.name").startsWith("Mac") ? 0x40087468L : 0x5413L;
        private static final @Nullable MethodHandle IOCTL = find();

        private final boolean colours;

        private Native(Map<String, String> environment) {
            this.colours = environment.getOrDefault("NO_COLOR", "").isEmpty()
                    && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        }

        @SuppressWarnings("restricted") // asked before: only where native access is allowed
        private static @Nullable MethodHandle find() {
            if (!Terminal.class.getModule().isNativeAccessEnabled()) {
                return null;
            }
            Linker linker = Linker.nativeLinker();
            FunctionDescriptor ioctl = FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
            return linker.defaultLookup()
                    .find("ioctl")
                    .map(address -> linker.downcallHandle(address, ioctl, Linker.Option.firstVariadicArg(2)))
                    .orElse(null);
        }

        /** Returns the columns, 0 for a terminal that does not know them, -1 for what is no terminal. */
        private static int asked() {
            MethodHandle ioctl = IOCTL;
            if (ioctl == null) {
                return -1;
            }
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment size = arena.allocate(ValueLayout.JAVA_SHORT, WINSIZE_SHORTS);
                int answer = (int) ioctl.invokeExact(STANDARD_OUTPUT, ASK, size);
                return answer == 0 ? Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 1)) : -1;
            } catch (Throwable e) { // what a method handle declares
                return -1;
            }
        }

        @Override
        public int columns() {
            int asked = asked();
            return asked < 0 ? WIDE : asked == 0 ? COLUMNS_DEFAULT : asked;
        }

        @Override
        public boolean isWatched() {
            return asked() >= 0;
        }

        @Override
        public boolean isColoured() {
            return colours && isWatched();
        }
    }
}
