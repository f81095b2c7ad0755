package tradelab.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StrayVariablesTest {
    /** Of every kind of setting one. */
    @ConfigMapping(prefix = "some-desk")
    interface DeskSettings {
        HttpSettings http();

        Optional<String> name();

        @WithDefault("1,2")
        List<Integer> lots();

        Map<String, String> labels();

        Map<String, Map<String, String>> venue();
    }

    @Test
    void whatNamesASettingIsOneOfOurs() {
        assertThat(stray(
                        "SOME_DESK_HTTP_PORT",
                        "SOME_DESK_NAME",
                        "SOME_DESK_LOTS",
                        "SOME_DESK_LOTS_0_",
                        "SOME_DESK_LABELS_REGION",
                        "SOME_DESK_VENUE_PAPER_FEE_RATE"))
                .isEmpty();
    }

    @Test
    void whatOnlyLooksLikeASettingIsFound() {
        assertThat(stray("SOME_DESK_NAMES", "SOME_DESK_HTTP_PROT", "SOME_DESK_HTTP_PORT_X", "SOME_DESK_HTTP"))
                .containsExactly("SOME_DESK_HTTP", "SOME_DESK_HTTP_PORT_X", "SOME_DESK_HTTP_PROT", "SOME_DESK_NAMES");
    }

    @Test
    void variablesOfOthersAreLeftAlone() {
        assertThat(stray("PATH", "SOME_DESKTOP", "OTHER_SOME_DESK_NAME", "some_desk_name", "SOME_DESK"))
                .isEmpty();
    }

    private static List<String> stray(String... variables) {
        return StrayVariables.find(List.of(variables), List.of(ConfigClass.configClass(DeskSettings.class)));
    }
}
