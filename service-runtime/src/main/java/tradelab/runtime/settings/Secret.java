package tradelab.runtime.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A password or key. Given as text, or as {@code file:PATH}, which is how a mounted secret comes. Never printed.
 */
public final class Secret {
    private static final String FILE = "file:";

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /** @throws IllegalArgumentException if the named file cannot be read */
    public static Secret of(String text) {
        if (!text.startsWith(FILE)) {
            return new Secret(text);
        }
        Path path = Path.of(text.substring(FILE.length()));
        try {
            return new Secret(Files.readString(path).strip());
        } catch (IOException e) {
            throw new IllegalArgumentException("expected a readable file with the secret, got " + path, e);
        }
    }

    /** Returns the secret itself: for the client that needs it, and for nothing else. */
    public String value() {
        return value;
    }

    @Override
    public String toString() {
        return "***";
    }
}
