package tradelab.venue.taiwan.stream;

import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tradelab.venue.fault.FaultKind;
import tradelab.venue.fault.Faults;
import tradelab.venue.fault.Occasion;
import tradelab.venue.fault.Occasions;
import tradelab.venue.fault.Point;
import tradelab.venue.fault.Strike;
import tradelab.venue.fault.Visit;
import tradelab.venue.taiwan.exchange.Account;
import tradelab.venue.taiwan.exchange.Decision.Refused;
import tradelab.venue.taiwan.exchange.RefusalCode;

/** The place through which requests come and replies leave: faults strike here, and every arrival is written down. */
final class RequestFaults implements RequestHandler.Gate {
    private final Faults faults;
    private final LongSupplier arrivals;

    /** @param arrivals how many entries the ledger has had */
    RequestFaults(Faults faults, LongSupplier arrivals) {
        this.faults = faults;
        this.arrivals = arrivals;
    }

    /**
     * Executes a request as far as the faults in force let it.
     *
     * @param answer does it and returns the reply
     * @param then sends what follows the reply
     */
    void pass(TaiwanConnection connection, RequestHandler.Request request, Supplier<String> answer, Runnable then) {
        Account account = connection.account();
        Visit visit = faults.arrived(
                Occasions.taiwanInput(request.message(), account == null ? null : account.name(), connection.number()));
        List<Strike> strikes = faults.strikes(visit, Point.REQUEST);
        long wait = strikes.stream()
                .filter(RequestFaults::waits)
                .mapToLong(Strike::millis)
                .sum();
        Runnable next = () -> admit(connection, request, visit, strikes, () -> {
            execute(connection, request, visit, answer);
            then.run();
        });
        if (wait == 0) {
            next.run();
            return;
        }
        connection.pause(); // what comes after it on the same connection waits as well
        faults.after(wait, () -> {
            next.run();
            connection.resume();
        });
    }

    private static boolean waits(Strike strike) {
        return strike.kind() == FaultKind.DELAY || strike.kind() == FaultKind.JITTER;
    }

    /** No kind of HTTP alone strikes here, and nothing has a nonce. */
    private static boolean ends(Strike strike) {
        return !waits(strike) && strike.kind() != FaultKind.RECORDED_ANSWER && strike.kind() != FaultKind.NONCE_ERROR;
    }

    private void admit(
            TaiwanConnection connection,
            RequestHandler.Request request,
            Visit visit,
            List<Strike> strikes,
            Runnable execute) {
        for (Strike strike : strikes) {
            if (ends(strike)) {
                refuse(connection, request, visit, strike);
                return;
            }
        }
        execute.run();
    }

    private void refuse(TaiwanConnection connection, RequestHandler.Request request, Visit visit, Strike strike) {
        switch (strike.kind()) {
            case HANG -> hold(connection, visit, strike);
            case RESET_BEFORE -> cut(connection, visit);
            case RATE_LIMIT -> {
                visit.answered("refused");
                connection.send(
                        RequestHandler.refused(request, RefusalCode.RATE_LIMITED, "op: expected fewer requests"));
            }
            default -> unavailable(connection, request, visit);
        }
    }

    private void execute(
            TaiwanConnection connection, RequestHandler.Request request, Visit visit, Supplier<String> answer) {
        String reply = faults.execute(visit, arrivals, answer);
        Account account = connection.account();
        if (account != null) {
            visit.account(account.name());
        }
        List<Strike> strikes = faults.strikes(visit, Point.ANSWER);
        if (strikes.isEmpty()) {
            visit.answered("sent");
            connection.send(reply);
            return;
        }
        Strike strike = strikes.getFirst();
        switch (strike.kind()) {
            case DROP_ANSWER -> hold(connection, visit, strike);
            case TRUNCATED_BODY -> {
                connection.send(reply.substring(0, reply.length() / 2));
                cut(connection, visit);
            }
            case RESET_AFTER -> cut(connection, visit);
            default -> unavailable(connection, request, visit);
        }
    }

    private void hold(TaiwanConnection connection, Visit visit, Strike strike) {
        visit.answered("none");
        faults.hold(strike, connection::cutOff);
    }

    private static void cut(TaiwanConnection connection, Visit visit) {
        visit.answered("cut");
        connection.cutOff();
    }

    private static void unavailable(TaiwanConnection connection, RequestHandler.Request request, Visit visit) {
        visit.answered("refused");
        connection.send(
                RequestHandler.refused(request, RefusalCode.UNAVAILABLE, "venue: unavailable, try again later"));
    }

    @Override
    public @Nullable Refused check(Account account, String symbol, boolean batched) {
        Visit visit = faults.current();
        if (visit == null || faults.idle()) {
            return null;
        }
        List<Strike> strikes = faults.strikes(new Occasion(
                batched ? Point.BATCHED_ORDER : Point.ORDER,
                visit.occasion().route(),
                account.name(),
                Set.of(symbol),
                null,
                visit.occasion().connection(),
                Set.of()));
        if (strikes.isEmpty()) {
            return null;
        }
        visit.struck(strikes);
        boolean halted = strikes.stream().anyMatch(strike -> strike.kind() == FaultKind.HALT);
        return halted
                ? new Refused(RefusalCode.HALTED, "symbol: trading is halted")
                : new Refused(RefusalCode.UNAVAILABLE, "order: unavailable, try again later");
    }
}
