package tradelab.cli.load;

import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Mixin;
import tradelab.cli.SettingsOptions;
import tradelab.loadgen.LoadLimits;
import tradelab.loadgen.LoadgenService;
import tradelab.loadgen.LoadgenSettings;
import tradelab.runtime.settings.Settings;

/** What may be loaded from this process: the load generator's own settings, wherever they stand. */
final class LimitOptions {
    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    /** @throws tradelab.runtime.settings.SettingsException for settings that cannot be used */
    LoadLimits limits() {
        Map<String, String> defaults = new LoadgenService().defaults();
        return LoadLimits.of(Settings.load(settings.settings(), defaults, Set.of(LoadgenSettings.class))
                .get(LoadgenSettings.class));
    }
}
