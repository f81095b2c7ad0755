package tradelab.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Where servers are unpacked and where their temporary data lives. */
final class Directories {
    private Directories() {}

    /**
     * Returns the user's own cache directory, so that servers are unpacked once and no cleaner of temporary files takes
     * half of one away; falls back to the temporary directory where the home directory is read-only.
     */
    static Path unpacked() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path parent = cache == null || cache.isBlank()
                ? Path.of(System.getProperty("user.home", "."), ".cache")
                : Path.of(cache);
        Path wanted = parent.resolve("tradelab").resolve("servers");
        try {
            Path made = Files.createDirectories(wanted);
            if (Files.isWritable(made)) {
                return made;
            }
        } catch (IOException _) {
            // a read-only home is normal in containers: the temporary directory does as well
        }
        return Path.of(System.getProperty("java.io.tmpdir"), "tradelab-servers");
    }

    static Path temporary(String prefix) {
        try {
            return Files.createTempDirectory(prefix);
        } catch (IOException e) {
            throw new StoreException("No temporary directory could be made: " + e.getMessage(), e);
        }
    }

    /** Deletes {@code root} and all below it; what a dying server removes meanwhile is no error. */
    static void delete(Path root) {
        try {
            Path _ = Files.walkFileTree(root, new Deleter());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Deleter extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            var _ = Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            var _ = Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
