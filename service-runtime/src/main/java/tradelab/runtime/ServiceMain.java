package tradelab.runtime;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.ServiceException;
import tradelab.runtime.settings.SettingsException;

/**
 * The {@code main} of a service that has a process to itself.
 *
 * <p>Arguments are {@code --set key=value}. Prints one line when the service is ready. Drains on SIGTERM and SIGINT.
 * Exit codes: 104 settings that cannot be used, 1 anything else that keeps it from starting.
 */
public final class ServiceMain {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceMain.class);
    private static final long DRAIN_SECONDS_MAX = 45;

    private ServiceMain() {}

    /** Starts {@code service} and returns once it is ready. Ends the process if it cannot start. */
    public static void run(Service service, String... args) {
        long began = System.nanoTime();
        int code;
        try {
            ServiceHost host = await(ServiceHost.start(arguments(args), service));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(service, host), "drain"));
            out().println(ready(service.name(), host.ports().getOrDefault(service.name(), Map.of()), began));
            return;
        } catch (SettingsException e) {
            e.problems().forEach(problem -> err().println(service.name() + ": " + problem));
            code = SettingsException.EXIT_CODE;
        } catch (IllegalArgumentException e) {
            err().println(service.name() + ": " + e.getMessage());
            code = SettingsException.EXIT_CODE;
        } catch (ServiceException e) {
            err().println(service.name() + ": " + e.getMessage());
            code = 1;
        } catch (RuntimeException e) {
            LOG.error("event=start_failed service={}", service.name(), e);
            err().println(service.name() + ": cannot start: " + e);
            code = 1;
        }
        Runtime.getRuntime().halt(code);
    }

    /** The line that says a service is ready: name, ports, seconds. */
    public static String ready(String service, Map<String, Integer> ports, long beganNanos) {
        StringBuilder line = new StringBuilder(service).append(" ready");
        ports.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(port ->
                        line.append(' ').append(port.getKey()).append('=').append(port.getValue()));
        return line.append(String.format(" in %.1f s", (System.nanoTime() - beganNanos) / 1e9))
                .toString();
    }

    /**
     * Reads {@code --set key=value} pairs.
     *
     * @throws IllegalArgumentException for anything else
     */
    static Map<String, String> arguments(String... args) {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            int equals = i + 1 < args.length ? args[i + 1].indexOf('=') : -1;
            if (!args[i].equals("--set") || equals < 1) {
                throw new IllegalArgumentException("arguments: expected --set key=value, got '" + args[i] + "'");
            }
            settings.put(args[i + 1].substring(0, equals), args[i + 1].substring(equals + 1));
        }
        return settings;
    }

    private static void drain(Service service, ServiceHost host) {
        LOG.info("event=draining service={}", service.name());
        CountDownLatch closed = new CountDownLatch(1);
        host.close().onComplete(_ -> closed.countDown());
        try {
            if (!closed.await(DRAIN_SECONDS_MAX, TimeUnit.SECONDS)) {
                LOG.warn("event=drain_abandoned service={} seconds={}", service.name(), DRAIN_SECONDS_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ServiceHost await(io.vertx.core.Future<ServiceHost> starting) {
        CountDownLatch done = new CountDownLatch(1);
        AtomicReference<@Nullable ServiceHost> host = new AtomicReference<>();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        starting.onComplete(result -> {
            host.set(result.result());
            failure.set(result.cause());
            done.countDown();
        });
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
        ServiceHost started = host.get();
        if (started != null) {
            return started;
        }
        Throwable cause = failure.get();
        throw cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    private static PrintStream out() {
        return System.out;
    }

    private static PrintStream err() {
        return System.err;
    }
}
