package tradelab.cli.local;

import io.vertx.core.Future;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tradelab.cli.CommandException;
import tradelab.cli.ExitCode;

/** From futures to a command line, which may wait. */
public final class Awaiting {
    private Awaiting() {}

    /**
     * Waits for {@code future}, at most {@code seconds}.
     *
     * @throws CommandException if it takes longer or the wait is interrupted; otherwise what the future failed with
     */
    public static <T> T await(String what, Future<T> future, long seconds) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new CommandException(ExitCode.OTHER, what + " took longer than " + seconds + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.INTERRUPTED, "interrupted");
        }
    }

    /** Waits until Ctrl-C or SIGTERM, then runs {@code stop}; asked again, the process ends at once. */
    public static void untilStopped(Runnable stop) {
        untilStopped(stop, () -> {});
    }

    /**
     * Waits until Ctrl-C or SIGTERM, then runs {@code stop}.
     *
     *
     * @param atOnce runs right before the process ends at once, if it is asked again
     */
    public static void untilStopped(Runnable stop, Runnable atOnce) {
        CountDownLatch asked = new CountDownLatch(1);
        EndSignals signals = EndSignals.on(asked::countDown, atOnce);
        try {
            asked.await();
            stop.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            signals.close();
        }
    }
}
