package tradelab.venue.taiwan.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.taiwan.exchange.Decision;
import tradelab.venue.taiwan.exchange.Execution;
import tradelab.venue.taiwan.exchange.Holdings.Holding;
import tradelab.venue.taiwan.exchange.OrderView;
import tradelab.venue.taiwan.exchange.RefusalCode;
import tradelab.venue.taiwan.market.SecurityMarket;
import tradelab.venue.taiwan.rules.Lots;

/** What clients get; absent fields are left out. */
final class Replies {
    private Replies() {}

    record Problem(RefusalCode code, String message) {}

    record Reply(
            String type,
            @Nullable JsonNode id,
            boolean ok,
            @Nullable Object result,
            @Nullable Problem error) {
        static Reply of(@Nullable JsonNode id, Object result) {
            return new Reply("reply", id, true, result, null);
        }

        static Reply refused(@Nullable JsonNode id, RefusalCode code, String message) {
            return new Reply("reply", id, false, null, new Problem(code, message));
        }

        static Reply of(@Nullable JsonNode id, Decision decision) {
            return switch (decision) {
                case Decision.Accepted(var order) -> of(id, OrderView.of(order));
                case Decision.Refused(var code, var message) -> refused(id, code, message);
            };
        }
    }

    record Hello(
            String type,
            int protocol,
            String server,
            long marketTime,
            long wallTime,
            String clockSpeed,
            String phase,
            int securities) {}

    record Times(long marketTime, long wallTime) {}

    record Session(String date, String phase, long marketTime, String clockSpeed, boolean halted) {}

    record SecurityView(
            String code,
            String name,
            String market,
            String type,
            String industry,
            String reference,
            @Nullable String limitUp,
            @Nullable String limitDown,
            int lot) {
        static SecurityView of(SecurityMarket market) {
            boolean limited = !market.limits().isNone();
            return new SecurityView(
                    market.security().code(),
                    market.security().name(),
                    market.security().market().name(),
                    market.security().type().name(),
                    market.security().industry(),
                    Decimals.format(market.reference()),
                    limited ? Decimals.format(market.limits().up()) : null,
                    limited ? Decimals.format(market.limits().down()) : null,
                    Lots.BOARD);
        }
    }

    record SecurityPage(
            List<SecurityView> securities, @Nullable String next) {}

    record Subscribed(String channel, int symbols) {}

    record Nothing() {}

    record LoggedIn(String account, long sequence) {}

    record BatchResult(
            boolean ok, @Nullable OrderView order, @Nullable Problem error) {
        static BatchResult of(Decision decision) {
            return switch (decision) {
                case Decision.Accepted(var order) -> new BatchResult(true, OrderView.of(order), null);
                case Decision.Refused(var code, var message) ->
                    new BatchResult(false, null, new Problem(code, message));
            };
        }
    }

    record Batch(List<BatchResult> results) {}

    record Cancelled(int cancelled) {}

    record OrderPage(
            List<OrderView> orders,
            @Nullable Long next,
            @Nullable Long forgotten) {}

    record ExecutionPage(
            List<Execution> executions, @Nullable Long next) {}

    record AccountView(
            String account, String cash, String reserved, String fees, String taxes, List<Holding> positions) {}

    record OrderReport(String type, long sequence, OrderView order) {}

    record Heartbeat(String type, long marketTime) {}
}
