package tradelab.venue.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import tradelab.venue.journal.OrderHistory;
import tradelab.venue.journal.OrderHistory.Kind;

/** Writes down every order, amendment and cancellation that arrives, and answers the refused ones. */
final class OperationHistory {
    private OrderHistory history = new OrderHistory(1, () -> 0);

    void to(OrderHistory taker) {
        history = taker;
    }

    /** @param amount signed, what is asked for, or what is left of what is cancelled */
    void taken(Kind kind, Account account, AccountOrder order, long amount, long nowMillis) {
        history.add(
                kind,
                nowMillis,
                account.key(),
                order.symbol(),
                order.cid(),
                order.id(),
                0,
                amount,
                order.price(),
                null);
    }

    void refused(Kind kind, Account account, Notification.Echo echo, long nowMillis, Refusal refusal) {
        AccountOrder order = account.open(echo.id());
        history.add(
                kind,
                nowMillis,
                account.key(),
                order == null ? echo.symbol() : order.symbol(),
                order == null ? echo.cid() : order.cid(),
                echo.id(),
                0,
                echo.amount(),
                echo.price(),
                refusal.text());
    }

    /** Carries a command out, or says why not. */
    void attempt(
            Kind kind,
            String type,
            Account account,
            JsonNode request,
            long nowMillis,
            Notification.Sink sink,
            Runnable command) {
        Refusal refusal;
        try {
            command.run();
            return;
        } catch (Refusal e) {
            refusal = e;
        } catch (ArithmeticException e) {
            refusal = Fields.invalid("amount", "out of range");
        }
        Notification.Echo echo = Echoes.of(request);
        refused(kind, account, echo, nowMillis, refusal);
        sink.accept(Notification.refused(nowMillis, type, echo, refusal));
    }
}
