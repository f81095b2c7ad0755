package tradelab.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradelab.venue.life.Regime;

class ScenariosTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"thin-book", "small-accounts", "lost-answers", "busy-venue", "broken-feed", "recorded-answers"})
    void areReadByName(String name) {
        VenueFile scenario = VenueFile.read("scenario:" + name);
        int entries = scenario.accounts().size()
                + scenario.instruments().size()
                + scenario.orders().size()
                + scenario.faults().size();
        assertThat(entries).isPositive();
    }

    @Test
    void beginWithARegime() {
        assertThat(VenueFile.read("scenario:crash").generator().regime()).isEqualTo(Regime.CRASH);
    }

    @Test
    void sayWhatIsWrongWithAName() {
        assertThatThrownBy(() -> VenueFile.read("scenario:nope"))
                .hasMessage("venue.file: expected a readable file, got scenario:nope");
    }
}
