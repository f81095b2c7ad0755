package tradelab.loadgen.definition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tradelab.contracts.Require;

/**
 * The files of one folder and of those below it, and no others: whatever a name leads through (steps upwards, links), its
 * end must lie inside. Reading blocks.
 */
final class DataFiles implements DataReader.Files {
    /** Recorded times and orders are long; more than this is no definition's data. */
    static final long BYTES_MAX = 64L * 1024 * 1024;

    private final Path folder;

    DataFiles(Path folder) {
        this.folder = folder;
    }

    @Override
    public String read(String name) {
        try {
            Path root = folder.toRealPath();
            Path file = root.resolve(name).toRealPath();
            if (!file.startsWith(root) || !Files.isRegularFile(file)) {
                throw Require.refused("file", "a file in the folder of data or below it", name);
            }
            var _ = Require.range("file: bytes", Files.size(file), 1, BYTES_MAX);
            return Files.readString(file);
        } catch (NoSuchFileException | InvalidPathException e) { // what lies elsewhere is nobody's business
            throw Require.refused("file", "a file in the folder of data or below it", name);
        } catch (IOException e) {
            throw new IllegalArgumentException("file: expected text in UTF-8 that can be read, got '" + name + "'", e);
        }
    }
}
