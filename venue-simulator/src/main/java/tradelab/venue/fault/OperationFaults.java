package tradelab.venue.fault;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.AccountOrder;
import tradelab.venue.exchange.OperationGate;
import tradelab.venue.exchange.Refusal;

/** Refuses single order operations: those of a halted market, and some of a batch. */
public final class OperationFaults implements OperationGate {
    private static final Set<String> BATCHES = Set.of("/v2/auth/w/order/multi", "ws/ox_multi");

    private final Faults faults;

    public OperationFaults(Faults faults) {
        this.faults = faults;
    }

    @Override
    public void check(Account account, boolean cancels, JsonNode request) {
        if (faults.idle()) {
            return;
        }
        Visit visit = faults.current();
        boolean batched = visit != null && BATCHES.contains(visit.occasion().route());
        if (cancels && !batched) {
            return;
        }
        Occasion occasion = new Occasion(
                cancels ? Point.BATCHED_CANCEL : batched ? Point.BATCHED_ORDER : Point.ORDER,
                visit == null ? "" : visit.occasion().route(),
                account.key(),
                symbols(account, request),
                null,
                visit == null ? 0 : visit.occasion().connection(),
                Occasions.cids(request));
        List<Strike> strikes = faults.strikes(occasion);
        if (strikes.isEmpty()) {
            return;
        }
        if (visit != null) {
            visit.struck(strikes);
        }
        boolean halted = strikes.stream().anyMatch(strike -> strike.kind() == FaultKind.HALT);
        throw new Refusal(Refusal.GENERIC, halted ? "symbol: trading is halted" : "Temporarily unavailable.");
    }

    private static Set<String> symbols(Account account, JsonNode request) {
        AccountOrder order = account.open(request.path("id").asLong(0));
        return order == null ? Occasions.symbols(request) : Set.of(order.symbol());
    }
}
