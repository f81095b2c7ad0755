package tradelab.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The option {@code --set}, common to the commands that start services. */
public final class SettingsOptions {
    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting, over environment and defaults. May be given many times.")
    private Map<String, String> settings = new LinkedHashMap<>();

    /** Returns what the command line sets. */
    public Map<String, String> settings() {
        return new LinkedHashMap<>(settings);
    }
}
