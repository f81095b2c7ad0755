package tradelab.runtime.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.time.ZoneId;
import org.slf4j.Logger;

/**
 * Logs to standard error, an event a line, {@code LOG_LEVEL} (INFO) and above. Gives way to {@code logback.xml} and
 * {@code logback-test.xml} on the class path and to the file that {@code logback.configurationFile} names.
 *
 * <p>In Java, because every start and every test would wait for the reader of an XML file.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_NORMAL_PRIORITY)
public final class LogConfiguration extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext logging) {
        if (isConfiguredElsewhere()) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        LineEncoder encoder = new LineEncoder(ZoneId.systemDefault());
        encoder.setContext(logging);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(logging);
        appender.setName("STDERR");
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        logging.getLogger("com.hazelcast").setLevel(level("HAZELCAST_LOG_LEVEL", Level.WARN));
        for (String talkative : new String[] {"org.flywaydb", "io.netty", "io.zonky"}) {
            logging.getLogger(talkative).setLevel(Level.WARN);
        }
        // Warns of each operation of a hot path; HttpApi holds the document against all handlers itself.
        logging.getLogger("io.vertx.ext.web.openapi.router").setLevel(Level.ERROR);
        // Warns once, of the first gauge that is registered again: Vert.x does so with each handler, client and pool.
        logging.getLogger("io.micrometer.core.instrument.MeterRegistry").setLevel(Level.ERROR);
        ch.qos.logback.classic.Logger root = logging.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(level("LOG_LEVEL", Level.INFO));
        root.addAppender(appender);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static boolean isConfiguredElsewhere() {
        ClassLoader loader = LogConfiguration.class.getClassLoader();
        return System.getProperty("logback.configurationFile") != null
                || loader.getResource("logback-test.xml") != null
                || loader.getResource("logback.xml") != null;
    }

    private static Level level(String variable, Level otherwise) {
        return Level.toLevel(System.getProperty(variable, System.getenv(variable)), otherwise);
    }
}
