package tradelab.runtime.settings;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds variables of the environment that look like settings and are none, such as {@code TRADING_HTTP_PROT}: they change
 * nothing, and nobody would notice.
 *
 * <p>They are not refused: a prefix such as {@code REPORT_} may be somebody else's as well.
 */
final class StrayVariables {
    private static final Pattern ANY_KEY = Pattern.compile("\"?\\*\"?");

    private StrayVariables() {}

    /** Returns those of {@code variables} that have the prefix of a mapping and name none of its settings, sorted. */
    static List<String> find(Collection<String> variables, Collection<ConfigClass> mappings) {
        List<String> prefixes = mappings.stream()
                .map(mapping -> upper(mapping.getPrefix()) + "_")
                .toList();
        List<String> alike = variables.stream()
                .filter(variable -> prefixes.stream().anyMatch(variable::startsWith))
                .sorted()
                .toList();
        if (alike.isEmpty()) {
            return alike;
        }
        List<Pattern> settings = mappings.stream()
                .flatMap(mapping -> ConfigMappings.getProperties(mapping).keySet().stream())
                .map(StrayVariables::variable)
                .toList();
        return alike.stream()
                .filter(variable -> settings.stream()
                        .noneMatch(setting -> setting.matcher(variable).matches()))
                .toList();
    }

    private static Pattern variable(String setting) {
        return Pattern.compile(
                ANY_KEY.splitAsStream(setting).map(StrayVariables::upper).collect(Collectors.joining("\\w+"))
                        + (setting.endsWith("*") || setting.endsWith("*\"") ? "\\w+" : ""));
    }

    private static String upper(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
