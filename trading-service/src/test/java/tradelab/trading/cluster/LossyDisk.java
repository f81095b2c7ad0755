package tradelab.trading.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A disk whose power can be cut: three file systems on loop devices, one inside the other. What is written to the innermost
 * reaches the one around it only when it is flushed, as with a disk that has a cache. The outermost can be frozen, so that a
 * copy of the middle one is of one instant, with nothing in it that was not flushed before. Linux, as root.
 */
final class LossyDisk implements AutoCloseable {
    /** The image that is copied; the ones around and within it are a little larger and smaller. */
    private static final int MEGABYTES = 1_500;

    private static final int LAYER_MEGABYTES = 100;
    private static final long COMMAND_SECONDS_MAX = 60;

    private final Path home;
    private final Deque<Path> mounted = new ArrayDeque<>();
    private final Path outer;
    private final Path disk;
    private final Path data;
    private int copies;

    /** Makes an empty disk. */
    LossyDisk(Path home) {
        this.home = home;
        this.outer = layer(home, "outer", MEGABYTES + LAYER_MEGABYTES);
        this.disk = layer(outer, "disk", MEGABYTES);
        this.data = layer(disk, "data", MEGABYTES - LAYER_MEGABYTES);
    }

    /** Returns why there can be no such disk here, if so. */
    static Optional<String> unavailable() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("mounting an image needs root");
        }
        if (!Files.exists(Path.of("/dev/loop-control"))) {
            return Optional.of("there are no loop devices");
        }
        return Optional.empty();
    }

    /** Returns the directory on it. */
    Path data() {
        return data;
    }

    /** From now on nothing reaches the disk; who flushes waits. */
    void freeze() {
        run("fsfreeze", "-f", outer.toString());
    }

    void thaw() {
        run("fsfreeze", "-u", outer.toString());
    }

    /** Copies what is on the disk; it is frozen. */
    Path copy() {
        Path copy = home.resolve("copy" + copies++ + ".img");
        run("cp", "--sparse=always", outer.resolve("disk.img").toString(), copy.toString());
        return copy;
    }

    /** Mounts a copy, whose journals are recovered by that, and returns the directory on it. */
    Path recover(Path copy) {
        Path middle = mount(copy, home.resolve(copy.getFileName() + ".disk"));
        return mount(middle.resolve("data.img"), home.resolve(copy.getFileName() + ".data"));
    }

    private Path layer(Path on, String name, int megabytes) {
        Path image = on.resolve(name + ".img");
        run("truncate", "-s", megabytes + "M", image.toString());
        run("mkfs.ext4", "-q", "-F", image.toString());
        return mount(image, home.resolve(name));
    }

    private Path mount(Path image, Path at) {
        try {
            var _ = Files.createDirectories(at);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("mount", "-o", "loop", image.toString(), at.toString());
        mounted.push(at);
        return at;
    }

    @Override
    public void close() {
        List<String> left = new ArrayList<>();
        while (!mounted.isEmpty()) {
            Path at = mounted.pop();
            if (status("umount", at.toString()) != 0) {
                left.add(at + " " + status("umount", "-l", at.toString()));
            }
        }
        if (!left.isEmpty()) {
            System.out.println("unmounted while in use: " + left);
        }
    }

    private static void run(String... command) {
        int status = status(command);
        if (status != 0) {
            throw new AssertionError(String.join(" ", command) + " ended with " + status);
        }
    }

    private static int status(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new AssertionError(String.join(" ", command) + " does not end");
            }
            if (process.exitValue() != 0) {
                System.out.println(String.join(" ", command) + ": " + said.strip());
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
