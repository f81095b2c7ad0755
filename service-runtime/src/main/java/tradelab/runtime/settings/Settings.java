package tradelab.runtime.settings;

import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.runtime.settings.SettingsException.Problem;

/**
 * The settings of one process. Later wins: defaults, environment ({@code TRADING_HTTP_PORT}), the file named by
 * {@code TRADELAB_CONFIG}, system properties, the command line. Keys that no mapping knows are refused; variables of the
 * environment that look like one are logged.
 */
public final class Settings {
    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);
    private static final String FILE_VARIABLE = "TRADELAB_CONFIG";
    private static final int CONVERTER_PRIORITY = 200;
    private static final Pattern CONVERSION = Pattern.compile(
            "The config property (\\S+) with the config value \"(.*)\" threw an Exception whilst being converted (.*)",
            Pattern.DOTALL);
    private static final Pattern REQUIRED = Pattern.compile("The config property (\\S+) is (?:required|defined as).*");
    private static final Pattern UNKNOWN = Pattern.compile("(\\S+) in (.+) does not map to any root");
    private static final Pattern CODE = Pattern.compile("^(?:java\\.[\\w.]+: )?(?:SRCFG\\d+: )?");

    private final SmallRyeConfig config;

    private Settings(SmallRyeConfig config) {
        this.config = config;
    }

    /**
     * Reads and checks all settings of {@code mappings}.
     *
     * @throws SettingsException with every problem found
     */
    public static Settings load(
            Map<String, String> commandLine, Map<String, String> defaults, Collection<Class<?>> mappings) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(commandLine, "command line", 500))
                .addSystemSources()
                .withSources(new PropertiesConfigSource(defaults, "defaults", 50))
                .addDefaultInterceptors()
                .withConverter(Duration.class, CONVERTER_PRIORITY, Durations::parse)
                .withConverter(Port.class, CONVERTER_PRIORITY, Port::of)
                .withConverter(HostPort.class, CONVERTER_PRIORITY, HostPort::of)
                .withConverter(ByteSize.class, CONVERTER_PRIORITY, ByteSize::of)
                .withConverter(Secret.class, CONVERTER_PRIORITY, Secret::of)
                .withValidateUnknown(true);
        String file = System.getenv(FILE_VARIABLE);
        if (file != null) {
            builder.withSources(new PropertiesConfigSource(read(Path.of(file)), file, 350));
        }
        List<ConfigClass> classes =
                mappings.stream().map(ConfigClass::configClass).toList();
        classes.forEach(builder::withMapping);
        StrayVariables.find(System.getenv().keySet(), classes)
                .forEach(variable -> LOG.warn("event=variable_unknown name={} effect=none", variable));
        try {
            return new Settings(builder.build());
        } catch (ConfigValidationException e) {
            throw new SettingsException(problems(e));
        }
    }

    /** Returns the values of one of the mappings that were loaded. */
    public <T> T get(Class<T> mapping) {
        return config.getConfigMapping(mapping);
    }

    /** Returns one raw value, or null. */
    public @Nullable String value(String key) {
        return config.getConfigValue(key).getValue();
    }

    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException(
                    List.of(new Problem(FILE_VARIABLE, file.toString(), "expected a readable properties file")));
        }
        return properties.stringPropertyNames().stream()
                .collect(java.util.stream.Collectors.toMap(name -> name, properties::getProperty));
    }

    private static List<Problem> problems(ConfigValidationException e) {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < e.getProblemCount(); i++) {
            problems.add(problem(CODE.matcher(e.getProblem(i).getMessage()).replaceFirst("")));
        }
        return problems;
    }

    /** {@code PropertiesConfigSource[source=command line]} is the command line to its reader. */
    private static String source(String source) {
        int from = source.indexOf("[source=");
        return from < 0 ? source : source.substring(from + "[source=".length(), source.length() - 1);
    }

    private static Problem problem(String message) {
        Matcher conversion = CONVERSION.matcher(message);
        if (conversion.matches()) {
            String cause = conversion.group(3);
            int expected = cause.indexOf("expected ");
            String reason = expected >= 0 ? cause.substring(expected) : "expected another value (" + cause + ")";
            return new Problem(conversion.group(1), conversion.group(2), reason);
        }
        Matcher unknown = UNKNOWN.matcher(message);
        if (unknown.matches()) {
            return new Problem(unknown.group(1), "", "unknown setting, from the " + source(unknown.group(2)));
        }
        Matcher required = REQUIRED.matcher(message);
        if (required.matches()) {
            return new Problem(required.group(1), "", "expected a value, got none");
        }
        int space = message.indexOf(' ');
        return new Problem(space < 0 ? message : message.substring(0, space), "", message);
    }
}
