package tradelab.venue.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.Refusal;
import tradelab.venue.fault.FaultKind;
import tradelab.venue.fault.Faults;
import tradelab.venue.fault.Occasions;
import tradelab.venue.fault.Point;
import tradelab.venue.fault.Strike;
import tradelab.venue.fault.Visit;

/** The place through which WebSocket inputs come: faults strike here, and every arrival is written down. */
final class InputFaults {
    private static final String AUTH = "ws/auth";
    private static final int MAINTENANCE = 20060;

    private final Faults faults;

    InputFaults(Faults faults) {
        this.faults = faults;
    }

    /** Executes a message as far as the faults in force let it. */
    void pass(Connection connection, @Nullable JsonNode message, Runnable execute) {
        JsonNode read = message == null ? MissingNode.getInstance() : message;
        Account account = connection.account();
        Visit visit =
                faults.arrived(Occasions.input(read, account == null ? null : account.key(), connection.number()));
        List<Strike> strikes = faults.strikes(visit, Point.REQUEST);
        long wait = strikes.stream()
                .filter(InputFaults::waits)
                .mapToLong(Strike::millis)
                .sum();
        if (wait == 0) {
            admit(connection, visit, strikes, execute);
            return;
        }
        connection.pause(); // what comes after it on the same connection waits as well
        faults.after(wait, () -> {
            admit(connection, visit, strikes, execute);
            connection.resume();
        });
    }

    private static boolean waits(Strike strike) {
        return strike.kind() == FaultKind.DELAY || strike.kind() == FaultKind.JITTER;
    }

    private void admit(Connection connection, Visit visit, List<Strike> strikes, Runnable execute) {
        boolean logsIn = visit.occasion().route().equals(AUTH);
        for (Strike strike : strikes) {
            if (!waits(strike)
                    && strike.kind() != FaultKind.RECORDED_ANSWER
                    && (strike.kind() != FaultKind.NONCE_ERROR || logsIn)) {
                refuse(connection, visit, strike, logsIn);
                return;
            }
        }
        execute(connection, visit, execute);
    }

    private void refuse(Connection connection, Visit visit, Strike strike, boolean logsIn) {
        visit.answered("refused");
        switch (strike.kind()) {
            case HANG -> {
                visit.answered("none");
                faults.hold(strike, connection::cutOff);
            }
            case RESET_BEFORE -> {
                visit.answered("cut");
                connection.cutOff();
            }
            case RATE_LIMIT -> error(connection, logsIn, Refusal.RATE_LIMIT, "ratelimit: error");
            case NONCE_ERROR -> error(connection, true, Refusal.NONCE, "nonce: small");
            case MAINTENANCE -> error(connection, logsIn, MAINTENANCE, "maintenance");
            default -> error(connection, logsIn, Refusal.UNKNOWN, "unknown error");
        }
    }

    private static void error(Connection connection, boolean logsIn, int code, String text) {
        connection.event(
                logsIn
                        ? "{\"event\":\"auth\",\"status\":\"FAILED\",\"chanId\":0,\"code\":" + code + ",\"msg\":\""
                                + text + "\"}"
                        : "{\"event\":\"error\",\"msg\":\"" + text + "\",\"code\":" + code + "}");
    }

    /** Answers leave while the exchange executes, so what happens to them is decided before. */
    private void execute(Connection connection, Visit visit, Runnable execute) {
        List<Strike> strikes = faults.strikes(visit, Point.ANSWER);
        Strike strike = strikes.isEmpty() ? null : strikes.getFirst();
        FaultKind kind = strike == null ? null : strike.kind();
        connection.answers(kind == null ? Connection.Answers.SENT : answers(kind));
        boolean _ = faults.execute(visit, () -> {
            execute.run();
            return true;
        });
        connection.answers(Connection.Answers.SENT);
        Account account = connection.account();
        if (account != null) {
            visit.account(account.key());
        }
        visit.answered(kind == null ? "sent" : kind == FaultKind.DROP_ANSWER ? "none" : "cut");
        if (strike != null && kind == FaultKind.DROP_ANSWER) {
            faults.hold(strike, connection::cutOff);
        } else if (kind == FaultKind.RESET_AFTER || kind == FaultKind.TRUNCATED_BODY) {
            connection.cutOff();
        } else if (kind == FaultKind.SERVER_ERROR) {
            visit.answered("refused");
            error(connection, false, Refusal.UNKNOWN, "unknown error");
        }
    }

    private static Connection.Answers answers(FaultKind kind) {
        return kind == FaultKind.TRUNCATED_BODY ? Connection.Answers.HALVED : Connection.Answers.DROPPED;
    }
}
