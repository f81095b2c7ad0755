package tradelab.stores;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Owns a data directory for the life of this process.
 *
 * <p>The lock tells an orphan from a neighbour: a server found running in a directory whose lock is free was left behind
 * by a process that died.
 */
final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    static DirectoryLock take(Path directory) {
        try {
            Path made = Files.createDirectories(directory);
            FileChannel channel =
                    FileChannel.open(made.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new StoreException("PostgreSQL cannot start: another process uses " + directory);
            }
            return new DirectoryLock(channel);
        } catch (IOException e) {
            throw new StoreException(
                    "PostgreSQL cannot start: " + directory + " is not writable: " + e.getMessage(), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // this very process holds it
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StoreException("The lock of the data directory could not be released: " + e.getMessage(), e);
        }
    }
}
