package tradelab.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoopMonitorTest {
    private static final long BLOCK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    @Test
    void namesTheCodeThatHeldUpAnEventLoopAndCountsTheTime() throws Exception {
        Vertx vertx = Vertx.vertx();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        CompletableFuture<String> report = new CompletableFuture<>();
        Appender appender = new Appender(report);
        Logger log = (Logger) LoggerFactory.getLogger(LoopMonitor.class);
        appender.start();
        log.addAppender(appender);
        try (LoopMonitor monitor = new LoopMonitor(vertx, meters)) {
            until("a report of a loop that is held up again and again", () -> {
                CompletableFuture<Void> done = new CompletableFuture<>();
                vertx.runOnContext(_ -> {
                    spin();
                    done.complete(null);
                });
                var _ = await(done);
                return report.isDone();
            });

            assertThat(report.join()).contains("LoopMonitorTest.spin");
            assertThat(meters.counter("event.loop.blocked").count()).isGreaterThan(0.03);
            assertThat(monitor.takeInterval().getMaxValue()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(30));
        } finally {
            log.detachAppender(appender);
            var _ = await(vertx.close());
        }
    }

    private static void spin() {
        long until = System.nanoTime() + BLOCK_NANOS;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    /** Completes with the first report that names a frame of this test. */
    private static final class Appender extends AppenderBase<ILoggingEvent> {
        private final CompletableFuture<String> report;

        Appender(CompletableFuture<String> report) {
            this.report = report;
        }

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getFormattedMessage().contains("LoopMonitorTest")) {
                var _ = report.complete(event.getFormattedMessage());
            }
        }
    }
}
