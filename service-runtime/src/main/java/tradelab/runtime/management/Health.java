package tradelab.runtime.management;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The conditions of one service's readiness. Owned by the event loop that serves the management port. */
public final class Health {
    private static final long CHECK_MILLIS_MAX = 1_000;

    private final Map<String, Supplier<Future<Void>>> checks = new LinkedHashMap<>();
    private volatile State state = State.STARTING;
    private volatile String status = "starting";

    /** The life of a service. */
    public enum State {
        STARTING,
        STARTED,
        DRAINING
    }

    public synchronized void add(String dependency, Supplier<Future<Void>> check) {
        checks.put(dependency, check);
    }

    public void state(State now) {
        state = now;
        status = now == State.STARTED ? "ready" : now == State.DRAINING ? "draining" : "starting";
    }

    public State state() {
        return state;
    }

    /** In words, as of the last check: {@code ready}, {@code draining}, or what it waits for. */
    public String status() {
        return status;
    }

    /** Returns whether the service takes work, as of the last check. */
    public boolean ready() {
        return status.equals("ready");
    }

    /** Asks every dependency; each has one second. Returns by dependency {@code ok} or what is wrong. */
    public Future<Map<String, String>> check() {
        Map<String, Supplier<Future<Void>>> asked;
        synchronized (this) {
            asked = new LinkedHashMap<>(checks);
        }
        Map<String, String> answers = new LinkedHashMap<>();
        Future<Void> all = Future.succeededFuture();
        for (var entry : asked.entrySet()) {
            Future<String> answer = ask(entry.getValue());
            all = all.compose(_ -> answer).map(text -> {
                answers.put(entry.getKey(), text);
                return null;
            });
        }
        return all.map(_ -> {
            note(answers);
            return answers;
        });
    }

    private void note(Map<String, String> answers) {
        if (state == State.STARTED) {
            status = answers.entrySet().stream()
                    .filter(answer -> !answer.getValue().equals("ok"))
                    .findFirst()
                    .map(answer -> answer.getKey() + ": " + answer.getValue())
                    .orElse("ready");
        }
    }

    private static Future<String> ask(Supplier<Future<Void>> check) {
        Future<Void> asked;
        try {
            asked = check.get();
        } catch (RuntimeException e) {
            asked = Future.failedFuture(e);
        }
        return asked.timeout(CHECK_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .map(_ -> "ok")
                .recover(cause -> Future.succeededFuture(String.valueOf(cause.getMessage())));
    }
}
