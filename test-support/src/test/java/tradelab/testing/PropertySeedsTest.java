package tradelab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class PropertySeedsTest {
    private static final String MODE = "property.seeds";
    private final String before = System.getProperty(MODE, "");

    /** What the properties below were given. */
    private static final List<Long> DRAWN = new ArrayList<>();

    /** Not found by name: only this test runs it. */
    static class Samples {
        @Property(tries = 20)
        boolean draws(@ForAll long value) {
            return DRAWN.add(value);
        }
    }

    @AfterEach
    void restore() {
        if (before.isEmpty()) {
            var _ = System.clearProperty(MODE);
        } else {
            var _ = System.setProperty(MODE, before);
        }
    }

    @Test
    void drawsTheSameEveryTimeUnlessAskedForFreshOnes() {
        var _ = System.setProperty(MODE, "fixed");
        assertThat(drawn()).hasSize(20).isEqualTo(drawn());

        var _ = System.setProperty(MODE, "fresh");
        Set<List<Long>> different = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            different.add(drawn());
        }
        assertThat(different).hasSize(3);
    }

    private static List<Long> drawn() {
        DRAWN.clear();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(Samples.class))
                .configurationParameter("jqwik.database", "target/property-seeds-database")
                .build();
        LauncherFactory.create().execute(request);
        return List.copyOf(DRAWN);
    }
}
