package tradelab.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogConfigurationTest {
    private final LoggerContext logging = new LoggerContext();

    @Test
    void isWhatLogbackFinds() {
        assertThat(ServiceLoader.load(ch.qos.logback.classic.spi.Configurator.class))
                .hasAtLeastOneElementOfType(LogConfiguration.class);
    }

    @Test
    void logsOurOwnFromInfoAndTalkativeOnesFromWarn() {
        assertThat(new LogConfiguration().configure(logging)).isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
        assertThat(logging.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders())
                .toIterable()
                .hasSize(1);
        assertThat(logging.getLogger("tradelab.any").getEffectiveLevel())
                .isEqualTo(Level.toLevel(System.getenv("LOG_LEVEL"), Level.INFO));
        assertThat(logging.getLogger("io.netty.channel").getEffectiveLevel()).isEqualTo(Level.WARN);
    }

    @Test
    void givesWayToAFileThatIsNamed() {
        System.setProperty("logback.configurationFile", "mine.xml");
        try {
            assertThat(new LogConfiguration().configure(logging)).isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
        } finally {
            System.clearProperty("logback.configurationFile");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Asia/Taipei, 2026-11-21T00:00:00.000Z, tradelab.venue.Venue, WARN",
        "UTC, 2026-01-02T03:04:05.067Z, root, INFO",
        "America/New_York, 1999-12-31T23:59:59.999Z, a.b.C$D, ERROR"
    })
    void writesTheLinesOfThePattern(String zone, String time, String logger, String level) {
        PatternLayoutEncoder pattern = new PatternLayoutEncoder();
        pattern.setContext(logging);
        pattern.setPattern(
                "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\", " + zone + "} %-5level [%thread] %logger{0} %msg%n%ex{full}");
        pattern.start();
        LineEncoder lines = new LineEncoder(ZoneId.of(zone));
        var cause = new IllegalStateException("outer", new RuntimeException("inner"));
        cause.addSuppressed(new RuntimeException("beside"));
        for (@Nullable Throwable thrown : new @Nullable Throwable[] {null, cause}) {
            LoggingEvent event = new LoggingEvent(
                    "", logging.getLogger(logger), Level.valueOf(level), "said {} of {}", thrown, new Object[] {1, "ü"
                    });
            event.setInstant(Instant.parse(time));
            assertThat(new String(lines.encode(event), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(new String(pattern.encode(event), java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
