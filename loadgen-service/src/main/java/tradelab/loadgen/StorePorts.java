package tradelab.loadgen;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ports of stores that this process has heard of, in whatever service's settings: by its environment, the file named by
 * {@code TRADELAB_CONFIG} or system properties. They are not to be loaded either.
 */
final class StorePorts {
    /** {@code TRADING_POSTGRES_PORT}, {@code REDIS_PORT}. */
    private static final Pattern VARIABLE = Pattern.compile("(\\w+_)?(POSTGRES|REDIS)_PORT");
    /** {@code market-data.redis.port}. */
    private static final Pattern KEY = Pattern.compile("[\\w.-]+\\.(postgres|redis)\\.port");
    /** A number, or as Kubernetes tells of services: {@code tcp://10.0.0.7:6379}. */
    private static final Pattern PORT = Pattern.compile("(?:tcp://.*:)?(\\d{1,5})");

    private static final String FILE_VARIABLE = "TRADELAB_CONFIG";

    private StorePorts() {}

    /** Returns the ports that this process has heard of. Reads a small file. */
    static Set<Integer> known() {
        Properties properties = new Properties();
        String file = System.getenv(FILE_VARIABLE);
        if (file != null) {
            try (Reader reader = Files.newBufferedReader(Path.of(file))) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                properties.clear(); // the settings have been refused for it, or are taken from elsewhere
            }
        }
        properties.putAll(System.getProperties());
        return in(System.getenv(), properties);
    }

    /** @param properties that have keys with dots */
    static Set<Integer> in(Map<String, String> environment, Properties properties) {
        Set<Integer> ports = new TreeSet<>();
        environment.forEach((name, value) -> add(ports, VARIABLE.matcher(name), value));
        for (String key : properties.stringPropertyNames()) {
            add(ports, KEY.matcher(key), properties.getProperty(key));
        }
        return ports;
    }

    /** What is no port is for the service to refuse whose setting it is. */
    private static void add(Set<Integer> ports, Matcher name, String value) {
        Matcher port = PORT.matcher(value.strip());
        if (name.matches() && port.matches()) {
            ports.add(Integer.parseInt(port.group(1)));
        }
    }
}
