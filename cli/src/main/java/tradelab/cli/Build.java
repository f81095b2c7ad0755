package tradelab.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What this program was built from.
 *
 * @param version of the Maven build
 * @param commit short hash, {@code unknown} outside a checkout
 */
public record Build(String version, String commit) {
    private static final String RESOURCE = "/tradelab-build.properties";

    public static Build current() {
        Properties properties = new Properties();
        try (InputStream in = Build.class.getResourceAsStream(RESOURCE)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Build(
                properties.getProperty("version", "unknown"), System.getProperty("tradelab.commit", "unknown"));
    }

    /** The Java that runs this program. */
    public static String jdk() {
        return System.getProperty("java.vm.vendor") + " " + Runtime.version();
    }
}
