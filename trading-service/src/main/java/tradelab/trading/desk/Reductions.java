package tradelab.trading.desk;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Decimals;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;
import tradelab.trading.journal.OrderStore;
import tradelab.trading.kill.KillSwitch;
import tradelab.trading.risk.AccountBooks;

/**
 * How much of an account's position is still to be closed: what it has, less what its open orders would close. The position
 * is read from the database, for orders that must reduce are rare.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
final class Reductions {
    /** A position that moves each time it is looked at is looked at so often. */
    private static final int TRIES_MAX = 10;

    private final OrderStore store;
    private final AccountBooks books;
    private final KillGate gate;
    private final long answerMillis;

    Reductions(OrderStore store, AccountBooks books, KillGate gate, long answerMillis) {
        this.store = store;
        this.books = books;
        this.gate = gate;
        this.answerMillis = answerMillis;
    }

    /** Returns why a new order may not be taken that must reduce; empty if it reduces and no switch stands against that. */
    Future<Optional<Refused>> refusal(SubmitOrder request) {
        Refused halted = halted(request);
        return halted != null
                ? Future.succeededFuture(Optional.of(halted))
                : left(request).map(left -> Optional.ofNullable(refusal(request, left)));
    }

    private @Nullable Refused refusal(SubmitOrder request, long left) {
        Refused halted = halted(request); // switches change while the position is read
        if (halted != null) {
            return halted;
        }
        Refused refused = refusal(request.amount().units(), left, request.amount());
        KillSwitch thrown = gate.states().against(request);
        return refused == null || thrown == null
                ? refused
                : new Refused(Reason.HALTED, KillGate.words(thrown) + "; " + refused.detail());
    }

    private @Nullable Refused halted(SubmitOrder request) {
        KillSwitch thrown = gate.states().against(request);
        return thrown == null || thrown.state().lets(true) ? null : new Refused(Reason.HALTED, KillGate.words(thrown));
    }

    /**
     * Returns how much more an order of this kind may have; below 0 if what is open is too much already. True as long as
     * the caller does not wait for anything else. Fails with UNAVAILABLE.
     */
    Future<Long> left(SubmitOrder order) {
        return left(order, TRIES_MAX);
    }

    private Future<Long> left(SubmitOrder order, int tries) {
        long before = books.shrunk(order.account(), order.instrument());
        return store.reducible(order.account(), order.instrument(), order.side())
                .timeout(answerMillis, TimeUnit.MILLISECONDS)
                .recover(_ -> unavailable("the position cannot be read; ask again"))
                .compose(position -> {
                    if (books.shrunk(order.account(), order.instrument()) == before) {
                        return Future.succeededFuture(
                                position - books.open(order.account(), order.instrument(), order.side()));
                    }
                    return tries > 1 ? left(order, tries - 1) : unavailable("the position moves; ask again");
                });
    }

    /** Returns why an order may not have {@code more} open, or null. */
    static @Nullable Refused refusal(long more, long left, Amount asked) {
        return more <= left
                ? null
                : new Refused(
                        Reason.EXPOSURE_LIMIT,
                        "REDUCE_ONLY: amount: expected at most " + Decimals.format(Math.max(0, left))
                                + " more, what is left of the position beside open orders, got " + asked);
    }

    private static Future<Long> unavailable(String why) {
        return Future.failedFuture(new ServiceException(FailureKind.UNAVAILABLE, why));
    }
}
