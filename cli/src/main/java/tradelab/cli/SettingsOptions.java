package tradelab.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import tradelab.runtime.settings.SettingsException;
import tradelab.runtime.settings.SettingsException.Problem;

/** The option {@code --set}, common to the commands that start services. */
public final class SettingsOptions {
    private static final List<String> PREFIXES =
            List.of("cluster", "loadgen", "market-data", "market-maker", "monitor", "report", "trading", "venue");

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting, over environment and defaults. May be given many times.")
    private Map<String, String> settings = new LinkedHashMap<>();

    /**
     * Returns what the command line sets.
     *
     * @throws SettingsException for keys that belong to no service
     */
    public Map<String, String> settings() {
        List<Problem> strays = settings.keySet().stream()
                .filter(key -> PREFIXES.stream().noneMatch(prefix -> key.startsWith(prefix + ".")))
                .map(key -> new Problem(key, "", "unknown setting, expected one that begins with one of " + PREFIXES))
                .toList();
        if (!strays.isEmpty()) {
            throw new SettingsException(strays);
        }
        return new LinkedHashMap<>(settings);
    }
}
