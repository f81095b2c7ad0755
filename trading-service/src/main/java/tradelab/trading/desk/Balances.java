package tradelab.trading.desk;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.trading.venue.Balance;
import tradelab.trading.venue.Venue;

/**
 * What the venues say that we have there. They are asked when somebody wants to know, and not again for some seconds: their
 * answers take a turn on the connection that orders use.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
public final class Balances {
    static final long KEPT_MILLIS = 5_000;

    private final List<Asked> venues;
    private final Duration answerMax;
    private final LongSupplier millis;

    /**
     * A venue's last answer.
     *
     * @param readEpochMillis when it was asked for; absent with its age if there was none yet
     * @param problem why it is not younger, absent if it is young
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AtVenue(
            String venue,
            @Nullable Long readEpochMillis,
            @Nullable Long ageMillis,
            List<Balance> balances,
            @Nullable String problem) {}

    private static final class Asked {
        private final String name;
        private final Venue venue;
        private @Nullable Future<Void> asking;
        private long readMillis = Long.MIN_VALUE;
        private List<Balance> balances = List.of();
        private @Nullable String problem;

        Asked(String name, Venue venue) {
            this.name = name;
            this.venue = venue;
        }
    }

    /** @param answerMax what takes longer is told as a problem */
    Balances(Map<String, ? extends Venue> venues, Duration answerMax, LongSupplier millis) {
        this.venues = venues.entrySet().stream()
                .map(venue -> new Asked(venue.getKey(), venue.getValue()))
                .toList();
        this.answerMax = answerMax;
        this.millis = millis;
    }

    /**
     * Returns the balances at {@code venue}, or at all of them for null. Only an unknown venue fails it, with
     * {@link IllegalArgumentException}.
     */
    public Future<List<AtVenue>> read(@Nullable String venue) {
        List<Future<AtVenue>> answers = venues.stream()
                .filter(asked -> venue == null || venue.equals(asked.name))
                .map(this::told)
                .toList();
        if (venue != null && answers.isEmpty()) {
            throw Require.refused(
                    "venue",
                    "one of " + venues.stream().map(asked -> asked.name).toList(),
                    venue);
        }
        return Future.all(answers).map(_ -> answers.stream().map(Future::result).toList());
    }

    private Future<AtVenue> told(Asked asked) {
        return (isFresh(asked) ? Future.<Void>succeededFuture() : ask(asked)).map(_ -> {
            boolean never = asked.readMillis == Long.MIN_VALUE;
            return new AtVenue(
                    asked.name,
                    never ? null : asked.readMillis,
                    never ? null : Math.max(0, millis.getAsLong() - asked.readMillis),
                    asked.balances,
                    asked.problem);
        });
    }

    private boolean isFresh(Asked asked) {
        return asked.problem == null
                && asked.readMillis != Long.MIN_VALUE
                && Math.abs(millis.getAsLong() - asked.readMillis) < KEPT_MILLIS;
    }

    private Future<Void> ask(Asked asked) {
        Future<Void> running = asked.asking;
        if (running != null) {
            return running;
        }
        long began = millis.getAsLong();
        Future<Void> asking = asked.venue
                .balances()
                .timeout(answerMax.toMillis(), TimeUnit.MILLISECONDS)
                .transform(answer -> {
                    asked.asking = null;
                    if (answer.succeeded()) {
                        asked.readMillis = began;
                        asked.balances = List.copyOf(answer.result());
                        asked.problem = null;
                    } else {
                        asked.problem =
                                "the venue did not tell: " + answer.cause().getMessage();
                    }
                    return Future.succeededFuture();
                });
        if (!asking.isComplete()) {
            asked.asking = asking;
        }
        return asking;
    }
}
