package tradelab.venue.testing;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import tradelab.runtime.ServiceHost;
import tradelab.venue.VenueService;

/**
 * Starts the venue simulator in the same process for the tests of a class: an exchange on a free port of the loopback,
 * with still books, so that nothing happens that the test does not do.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final VenueSimulator SIMULATOR = VenueSimulator.builder().scenario("thin-book").build();
 *
 * @Test
 * void retriesWhenTheAnswerIsLost(RunningVenue venue) { ... }
 * }</pre>
 *
 * <p>As a static field, or by {@code @ExtendWith(VenueSimulator.class)}, one venue serves all tests of the class, and the
 * faults that a test adds end with it; as an instance field each test gets its own.
 */
public final class VenueSimulator
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, String> settings;
    private final boolean taiwan;
    private @Nullable ServiceHost host;
    private @Nullable RunningVenue venue;
    private boolean forClass;

    /** The venue with its defaults and still books. */
    public VenueSimulator() {
        this(builder());
    }

    private VenueSimulator(Builder builder) {
        this.settings = Map.copyOf(builder.settings);
        this.taiwan = Boolean.parseBoolean(settings.get("venue.taiwan.enabled"));
    }

    public static Builder builder() {
        return new Builder();
    }

    /** What the venue is to be like. Not thread-safe. */
    public static final class Builder {
        private final Map<String, String> settings = new LinkedHashMap<>();

        private Builder() {
            settings.put("venue.http.port", "0");
            settings.put("venue.http.host", "127.0.0.1");
            settings.put("venue.management.port", "0");
            settings.put("venue.generator.events-per-second", "0");
        }

        /** Sets one of the venue's settings, {@code venue.taker-fee} for example. */
        public Builder setting(String key, String value) {
            settings.put(key, value);
            return this;
        }

        /** Takes accounts, instruments, orders and faults of a scenario that the venue brings along. */
        public Builder scenario(String name) {
            return setting("venue.file", "scenario:" + name);
        }

        /** Takes them from a file of the test's class path, or from a path. */
        public Builder scenarioFile(String pathOrClasspath) {
            return setting("venue.file", pathOrClasspath);
        }

        /** Sets the account's key and secret. */
        public Builder account(String key, String secret) {
            return setting("venue.key", key).setting("venue.secret", secret);
        }

        /** Brings the books to life: so many orders and cancels a second in each market. */
        public Builder life(int eventsPerSecond, long seed) {
            return setting("venue.generator.events-per-second", Integer.toString(eventsPerSecond))
                    .setting("venue.generator.seed", Long.toString(seed));
        }

        /** Plays a recording instead of the generator. */
        public Builder replay(String file, String speed) {
            return setting("venue.replay.file", file).setting("venue.replay.speed", speed);
        }

        /** Opens the Taiwan market beside the other one. */
        public Builder taiwan() {
            return setting("venue.taiwan.enabled", "true");
        }

        public VenueSimulator build() {
            return new VenueSimulator(this);
        }
    }

    /**
     * Returns the running venue.
     *
     * @throws IllegalStateException before and after the tests
     */
    public RunningVenue venue() {
        RunningVenue running = venue;
        if (running == null) {
            throw new IllegalStateException("the venue runs during tests only");
        }
        return running;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        forClass = true;
        start();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (!forClass) {
            start();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (forClass) {
            venue().faults().clear();
        } else {
            stop();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stop();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningVenue.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return venue();
    }

    private void start() {
        VenueService service = new VenueService();
        ServiceHost started = await(ServiceHost.embedded(settings, service));
        host = started;
        venue = new RunningVenue(
                service.controls(),
                started.port(service.name(), "http"),
                settings.getOrDefault("venue.key", "demo"),
                settings.getOrDefault("venue.secret", "demo-secret"),
                taiwan);
    }

    private void stop() {
        ServiceHost running = host;
        venue = null;
        host = null;
        if (running != null) {
            var _ = await(running.close());
        }
    }

    static <T extends @Nullable Object> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the venue did not answer in " + PATIENCE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
