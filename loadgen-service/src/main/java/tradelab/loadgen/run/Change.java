package tradelab.loadgen.run;

import java.time.Duration;
import tradelab.contracts.Require;
import tradelab.loadgen.definition.LoadTest;

/** What can be changed of a run under way. */
public sealed interface Change {

    /** This many arrivals a second from now on, to the end. */
    record Rate(double perSecond) implements Change {
        public Rate {
            if (!(perSecond > 0 && perSecond <= LoadTest.RATE_MAX)) {
                throw Require.refused(
                        "rate", "above 0 and at most " + (long) LoadTest.RATE_MAX, Double.toString(perSecond));
            }
        }
    }

    /** No arrivals until resumed. A run that is paused already stays so. */
    record Pause() implements Change {}

    /** Goes on where it was; the end comes as much later as the pause was long. */
    record Resume() implements Change {}

    /** Goes on for longer, with the rate of its end. */
    record Extend(Duration by) implements Change {
        public Extend {
            if (by.compareTo(LoadTest.DURATION_MIN) < 0 || by.compareTo(LoadTest.DURATION_MAX) > 0) {
                throw Require.refused(
                        "duration", LoadTest.DURATION_MIN + " to " + LoadTest.DURATION_MAX, by.toString());
            }
        }
    }
}
