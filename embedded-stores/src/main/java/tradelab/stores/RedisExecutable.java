package tradelab.stores;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/** The Redis executable for this machine, unpacked once and reused by later runs. */
final class RedisExecutable {
    private RedisExecutable() {}

    static Path unpacked() {
        OsArchitecture machine = OsArchitecture.detectOSandArchitecture();
        String resource = ExecutableProvider.newProvidedVersionsMap().get(machine);
        if (resource == null) {
            throw new StoreException("No embedded Redis for this machine: name an external one in the settings");
        }
        Path target = Directories.unpacked().resolve(resource.substring(1));
        try {
            if (!Files.isExecutable(target)) {
                unpack(resource, target);
            }
            return target;
        } catch (IOException e) {
            throw new StoreException("Redis cannot be unpacked to " + target + ": " + e.getMessage(), e);
        }
    }

    /** Writes beside the target and renames, so that two processes at once both end with a whole file. */
    private static void unpack(String resource, Path target) throws IOException {
        Path parent = Files.createDirectories(target.toAbsolutePath().getParent());
        Path part = Files.createTempFile(parent, "redis", ".part");
        try (InputStream packed = ExecutableProvider.class.getResourceAsStream(resource)) {
            if (packed == null) {
                throw new IOException(resource + " is not on the class path");
            }
            long _ = Files.copy(packed, part, StandardCopyOption.REPLACE_EXISTING);
        }
        if (!part.toFile().setExecutable(true, true)) {
            throw new IOException(part + " cannot be made executable");
        }
        Path _ = Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
