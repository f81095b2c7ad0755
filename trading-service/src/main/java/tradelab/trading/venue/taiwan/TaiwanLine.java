package tradelab.trading.venue.taiwan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.Decimals;
import tradelab.trading.venue.NotWrittenException;
import tradelab.trading.venue.SocketLine;

/**
 * Requests and their replies, and the account's numbered reports: a connection that comes back goes on behind the last
 * report that was heard.
 *
 * <p>Not thread-safe: one event loop owns it. The frame that logs in is never logged.
 */
final class TaiwanLine implements SocketLine.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(TaiwanLine.class);

    /** More requests are never under way: a batch of cancellations, and one page of the records. */
    private static final int PENDING_MAX = 256;

    private static final long NO_REPORT = -1;

    /**
     * The venue's word on a request.
     *
     * @param code empty if it was done
     */
    record Reply(JsonNode result, String code, String message) {
        boolean ok() {
            return code.isEmpty();
        }
    }

    /** Hears what the venue tells by itself. */
    interface Listener {
        /** We are logged in (again). Reports that were missed still come, as far as the venue remembers them. */
        void open();

        /** An order or an execution of ours. */
        void report(String type, JsonNode frame);

        void status(JsonNode frame);

        /** Reports are missing. */
        void gap();

        void lost(String why);
    }

    private record Pending(Promise<Reply> reply, long askedNanos) {}

    private final TaiwanSettings settings;
    private final Listener listener;
    private final LongSupplier wallMillis;
    private final SocketLine socket;
    private final MarketTime time = new MarketTime();
    private final Map<Long, Pending> pending = new LinkedHashMap<>();
    private Promise<Void> ready = Promise.promise();
    private boolean loggedIn;
    private long lastId;
    private long lastReport = NO_REPORT;

    TaiwanLine(Vertx vertx, TaiwanSettings settings, Listener listener, LongSupplier wallMillis) {
        this.settings = settings;
        this.listener = listener;
        this.wallMillis = wallMillis;
        this.socket = new SocketLine(
                vertx, settings.url().toString(), settings.connectTimeout(), settings.silenceMax(), this);
        socket.connect();
    }

    MarketTime time() {
        return time;
    }

    boolean isReady() {
        return loggedIn;
    }

    /** Completes when requests can be made; fails if that takes longer than a call may. */
    Future<Void> ready() {
        return loggedIn
                ? Future.succeededFuture()
                : ready.future().timeout(settings.callTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Makes a request.
     *
     * @return fails with {@link NotWrittenException} if no byte has left; after any other failure the venue may have acted
     */
    Future<Reply> ask(ObjectNode request) {
        return loggedIn ? write(request) : Future.failedFuture(new NotWrittenException("not logged in"));
    }

    Future<Void> close() {
        return socket.close();
    }

    private Future<Reply> write(ObjectNode request) {
        if (pending.size() >= PENDING_MAX) {
            return Future.failedFuture(new NotWrittenException("more than " + PENDING_MAX + " requests wait"));
        }
        long id = ++lastId;
        if (!socket.send(request.put("id", id).toString())) {
            return Future.failedFuture(new NotWrittenException("not connected"));
        }
        Promise<Reply> reply = Promise.promise();
        pending.put(id, new Pending(reply, System.nanoTime()));
        return reply.future();
    }

    @Override
    public void opened() {} // the venue speaks first

    @Override
    public void heard(String text) {
        try {
            JsonNode frame = Wire.parse(text);
            String type = frame.path("type").asText();
            switch (type) {
                case "reply" -> replied(frame);
                case "order", "execution" -> report(type, frame);
                case "status" -> listener.status(frame);
                case "hello" -> {
                    time.speed(Decimals.parse("clockSpeed", Wire.text(frame, "clockSpeed")));
                    time.heard(Wire.number(frame, "marketTime"), wallMillis.getAsLong());
                    login();
                }
                case "heartbeat" -> time.heard(Wire.number(frame, "marketTime"), wallMillis.getAsLong());
                default -> LOG.debug("event=venue_frame_ignored type={}", Wire.shortened(type));
            }
        } catch (RuntimeException e) {
            LOG.warn("event=venue_frame_unparsed cause=\"{}\" frame=\"{}\"", e.getMessage(), Wire.shortened(text));
        }
    }

    private void login() {
        ObjectNode login = Wire.request("login")
                .put("account", settings.account())
                .put("secret", settings.secret().value());
        if (lastReport != NO_REPORT) {
            login.put("afterSequence", lastReport);
        }
        var _ = write(login).onSuccess(reply -> {
            if (reply.ok()) {
                entered(reply);
            } else if (lastReport != NO_REPORT && reply.code().equals("BAD_REQUEST")) {
                lastReport = NO_REPORT; // a venue that has begun anew counts anew
                login();
            } else {
                LOG.error("event=venue_auth_refused code={}", reply.code());
                socket.drop("login refused: " + reply.code());
            }
        });
    }

    private void entered(Reply reply) {
        if (lastReport == NO_REPORT) {
            lastReport = Wire.number(reply.result(), "sequence");
        }
        loggedIn = true;
        socket.settled();
        LOG.info("event=venue_stream_open account={}", settings.account());
        ready.complete();
        listener.open();
    }

    private void replied(JsonNode frame) {
        Pending asked = pending.remove(frame.path("id").asLong(-1));
        if (asked == null) {
            LOG.warn("event=venue_reply_unexpected frame=\"{}\"", Wire.shortened(frame.toString()));
            return;
        }
        JsonNode error = frame.path("error");
        asked.reply()
                .complete(
                        frame.path("ok").asBoolean()
                                ? new Reply(frame.path("result"), "", "")
                                : new Reply(
                                        frame.path("result"),
                                        error.path("code").asText("UNKNOWN"),
                                        Wire.shortened(error.path("message").asText())));
    }

    private void report(String type, JsonNode frame) {
        long sequence = Wire.number(frame, "sequence");
        boolean gap = sequence != lastReport + 1;
        lastReport = sequence;
        if (gap) {
            LOG.warn("event=venue_reports_missed before={}", sequence);
            listener.gap();
        }
        listener.report(type, frame);
    }

    @Override
    public void lost(String why) {
        if (loggedIn) {
            LOG.warn("event=venue_stream_lost cause=\"{}\"", why);
            ready = Promise.promise();
        }
        loggedIn = false;
        List<Pending> unanswered = new ArrayList<>(pending.values());
        pending.clear();
        unanswered.forEach(asked -> asked.reply().fail("the connection was lost: " + why));
        listener.lost(why);
    }

    /** Replies come in the order of the requests, so the oldest one tells whether the venue answers. */
    @Override
    public void watched() {
        if (!pending.isEmpty()) {
            long age = System.nanoTime() - pending.values().iterator().next().askedNanos();
            if (age > settings.callTimeout().toNanos()) {
                socket.drop("no reply for " + TimeUnit.NANOSECONDS.toMillis(age) + " ms");
            }
        }
    }
}
