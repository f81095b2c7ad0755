package tradelab.venue.rest;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tradelab.venue.exchange.Refusal;
import tradelab.venue.fault.FaultKind;
import tradelab.venue.fault.Faults;
import tradelab.venue.fault.Occasion;
import tradelab.venue.fault.Occasions;
import tradelab.venue.fault.Point;
import tradelab.venue.fault.Strike;
import tradelab.venue.fault.Visit;
import tradelab.venue.wire.Inputs;

/** The one place through which requests come and answers leave: faults strike here, and every arrival is written down. */
public final class RestFaults {
    /** An answer of the exchange. */
    public record Answer(int status, String body) {}

    /** How a protocol tells what it refuses. */
    public record Refusals(Answer rateLimit, Answer nonce, Answer maintenance) {}

    /** What goes on with a connection that the faults let through. */
    public interface Connected {
        /** @param number of the connection, among all of this venue */
        void go(long number);
    }

    private static final int MAINTENANCE = 20060;
    private static final Refusals OWN = new Refusals(
            new Answer(429, error(Refusal.RATE_LIMIT, "ratelimit: error")),
            new Answer(500, error(Refusal.NONCE, "nonce: small")),
            new Answer(500, error(MAINTENANCE, "maintenance")));
    private static final String STATUS_PATH = "/v2/platform/status";
    private static final String STREAM_PATH = "/ws/2";
    private static final String AUTH_PREFIX = "/v2/auth/";

    private final Faults faults;
    private long connections;

    public RestFaults(Faults faults) {
        this.faults = faults;
    }

    /** Lets a request through the faults in force, if they let it. */
    void pass(HttpServerRequest request, String body, Supplier<Answer> exchange) {
        String path = request.path() == null ? "" : request.path();
        boolean read = !faults.idle() && !body.isEmpty();
        Occasion occasion =
                Occasions.request(path, request.getHeader("bfx-apikey"), read ? Inputs.read(body) : null, 0);
        admit(request, occasion, OWN, visit -> finish(request, visit, faults.execute(visit, exchange)));
    }

    /** Lets a request without a body through the faults in force, if they let it. */
    public void pass(HttpServerRequest request, Occasion occasion, Refusals refusals, Supplier<Answer> exchange) {
        admit(request, occasion, refusals, visit -> finish(request, visit, faults.execute(visit, exchange)));
    }

    /** Numbers a WebSocket handshake and lets it through the faults in force. */
    public void handshake(HttpServerRequest request, Connected connected) {
        handshake(request, OWN, connected);
    }

    /** Lets the handshake of a protocol through that tells in its own way what it refuses. */
    public void handshake(HttpServerRequest request, Refusals refusals, Connected connected) {
        long number = ++connections;
        request.pause(); // a handshake may wait; without this its request would be over by then
        admit(request, Occasions.request(String.valueOf(request.path()), null, null, number), refusals, visit -> {
            visit.answered("101");
            connected.go(number);
        });
    }

    /** What goes on with a request that the faults let through. */
    private interface Admitted {
        void go(Visit visit);
    }

    /** Lets a request through what strikes before anything is done; a WebSocket handshake too. */
    private void admit(HttpServerRequest request, Occasion occasion, Refusals refusals, Admitted admitted) {
        Visit visit = faults.arrived(occasion);
        visit.agent(request.getHeader("user-agent"));
        List<Strike> strikes = faults.strikes(visit, Point.REQUEST);
        if (strikes.isEmpty()) {
            admitted.go(visit);
            return;
        }
        long wait = waitOf(strikes);
        Strike last = terminal(strikes, occasion.route());
        Runnable next = () -> {
            if (last == null) {
                admitted.go(visit);
            } else {
                refuse(request, visit, last, refusals);
            }
        };
        if (wait == 0) {
            next.run();
        } else {
            faults.after(wait, next);
        }
    }

    private static long waitOf(List<Strike> strikes) {
        return strikes.stream()
                .filter(strike -> strike.kind() == FaultKind.DELAY || strike.kind() == FaultKind.JITTER)
                .mapToLong(Strike::millis)
                .sum();
    }

    /** Returns the first that does more than wait. */
    private static @Nullable Strike terminal(List<Strike> strikes, String route) {
        return strikes.stream()
                .filter(strike -> ends(strike.kind(), route))
                .findFirst()
                .orElse(null);
    }

    /** Only what is authenticated has a nonce, and a stream says itself that it is in maintenance. */
    private static boolean ends(FaultKind kind, String route) {
        return switch (kind) {
            case DELAY, JITTER -> false;
            case NONCE_ERROR -> route.startsWith(AUTH_PREFIX);
            case MAINTENANCE -> !route.equals(STREAM_PATH);
            default -> true;
        };
    }

    private void refuse(HttpServerRequest request, Visit visit, Strike strike, Refusals refusals) {
        switch (strike.kind()) {
            case HANG -> hold(request, visit, strike);
            case RESET_BEFORE -> cut(request, visit);
            case SERVER_ERROR -> page(request, visit, strike);
            case RECORDED_ANSWER -> {
                Integer given = strike.spec().status();
                send(
                        request,
                        visit,
                        new Answer(
                                given == null ? 200 : given,
                                String.valueOf(strike.spec().body())));
            }
            case RATE_LIMIT -> {
                Integer seconds = strike.spec().retryAfterSeconds();
                if (seconds != null) {
                    request.response().putHeader("retry-after", Integer.toString(seconds));
                }
                send(request, visit, refusals.rateLimit());
            }
            case NONCE_ERROR -> send(request, visit, refusals.nonce());
            default ->
                send(
                        request,
                        visit,
                        STATUS_PATH.equals(request.path()) ? new Answer(200, "[0]") : refusals.maintenance());
        }
    }

    private void finish(HttpServerRequest request, Visit visit, Answer answer) {
        List<Strike> strikes = faults.strikes(visit, Point.ANSWER);
        if (strikes.isEmpty()) {
            send(request, visit, answer);
            return;
        }
        Strike strike = strikes.getFirst();
        switch (strike.kind()) {
            case DROP_ANSWER -> hold(request, visit, strike);
            case RESET_AFTER -> cut(request, visit);
            case TRUNCATED_BODY -> truncate(request, visit, answer);
            default -> page(request, visit, strike);
        }
    }

    private void hold(HttpServerRequest request, Visit visit, Strike strike) {
        visit.answered("none");
        faults.hold(strike, () -> {
            var _ = request.connection().close();
        });
    }

    private static void cut(HttpServerRequest request, Visit visit) {
        visit.answered("cut");
        var _ = request.connection().close();
    }

    /** Says how long the body is and stops in the middle of it. */
    private static void truncate(HttpServerRequest request, Visit visit, Answer answer) {
        visit.answered("cut");
        Buffer body = Buffer.buffer(answer.body());
        HttpServerResponse response = typed(request)
                .setStatusCode(answer.status())
                .putHeader("content-length", Integer.toString(body.length()));
        var _ = response.write(body.getBuffer(0, body.length() / 2))
                .onComplete(_ -> request.connection().close());
    }

    private static void page(HttpServerRequest request, Visit visit, Strike strike) {
        Integer given = strike.spec().status();
        int status = given == null ? 502 : given;
        visit.answered(Integer.toString(status));
        if (isOpen(request)) {
            var _ = request.response()
                    .setStatusCode(status)
                    .putHeader("content-type", "text/html; charset=UTF-8")
                    .end("<html>\r\n<head><title>" + status + "</title></head>\r\n<body>\r\n<center><h1>" + status
                            + "</h1></center>\r\n<hr><center>proxy</center>\r\n</body>\r\n</html>\r\n");
        }
    }

    private static void send(HttpServerRequest request, Visit visit, Answer answer) {
        visit.answered(Integer.toString(answer.status()));
        send(request, answer);
    }

    static void send(HttpServerRequest request, Answer answer) {
        if (isOpen(request)) {
            var _ = typed(request).setStatusCode(answer.status()).end(answer.body());
        }
    }

    /** A protocol that says its type in its own way has done so. */
    private static HttpServerResponse typed(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        return response.headers().contains("content-type")
                ? response
                : response.putHeader("content-type", "application/json; charset=utf-8");
    }

    private static boolean isOpen(HttpServerRequest request) {
        return !request.response().ended() && !request.response().closed();
    }

    private static String error(int code, String text) {
        return "[\"error\"," + code + ",\"" + text + "\"]";
    }
}
