package tradelab.deploy;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tradelab.runtime.Service;
import tradelab.runtime.cluster.ClusterSettings;
import tradelab.runtime.settings.Settings;
import tradelab.runtime.settings.SettingsException;

/**
 * Loads a service's settings in a process of their own, the environment of which is that of the service's container and
 * nothing else.
 */
final class SettingsCheck {
    private SettingsCheck() {}

    /** Returns what is wrong with {@code environment}, one problem a line; empty if the service would start with it. */
    static List<String> problems(Service service, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SettingsCheck.class.getName(),
                service.getClass().getName());
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            Process process = builder.redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? List.of() : output.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while settings load", e);
        }
    }

    public static void main(String[] args) throws ReflectiveOperationException {
        Service service = Class.forName(args[0])
                .asSubclass(Service.class)
                .getConstructor()
                .newInstance();
        List<Class<?>> mappings = new ArrayList<>(service.settings());
        mappings.add(ClusterSettings.class);
        List<String> problems = new ArrayList<>(unknown(System.getenv().keySet(), mappings));
        try {
            var _ = Settings.load(Map.of(), service.defaults(), mappings);
        } catch (SettingsException e) {
            e.problems().forEach(problem -> problems.add(problem.toString()));
        }
        PrintStream out = System.out;
        problems.forEach(out::println);
        System.exit(problems.isEmpty() ? 0 : SettingsException.EXIT_CODE);
    }

    /** SmallRye Config passes over variables that no mapping knows: they may be of anybody. Here all are ours. */
    private static List<String> unknown(Set<String> variables, List<Class<?>> mappings) {
        Set<String> known = mappings.stream()
                .map(ConfigClass::configClass)
                .flatMap(mapping -> ConfigMappings.getProperties(mapping).keySet().stream())
                .map(key -> key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return variables.stream()
                .filter(variable -> !known.contains(variable))
                .map(variable -> variable + ": unknown setting")
                .toList();
    }
}
