package tradelab.trading.desk;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The desk's bounds. */
public interface DeskSettings {
    /** New orders that become durable together at most. */
    @WithDefault("1000")
    int commitGroupMax();

    /** A new order that would wait longer than this for its turn to become durable is refused. */
    @WithDefault("250ms")
    Duration commitWaitMax();

    /** After this the outcome of a commit counts as unknown, and it is sent again. */
    @WithDefault("3s")
    Duration commitTimeout();

    /** Steps of accepted orders that may wait for a commit before the venue's stream is no longer taken in. */
    @WithDefault("50000")
    int stepsMax();

    /** How long a caller waits while the outcome of his order's commit is unknown. */
    @WithDefault("5s")
    Duration answerMax();

    /** A new order that would wait longer than this for the venue, at full pace, is refused. */
    @WithDefault("60s")
    Duration queueWaitMax();

    /** An order that could not be sent within this expires. */
    @WithDefault("5m")
    Duration orderAgeMax();

    /** Final orders that stay in memory; the others are read from the database. */
    @WithDefault("100000")
    int finalOrdersMax();

    /**
     * How long after it last reached the database an owner counts as alive. Nobody takes over sooner, and after it the
     * owner sends nothing.
     */
    @WithDefault("2s")
    Duration lease();
}
