package tradelab.venue.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.account.WalletType;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.Exchange;
import tradelab.venue.exchange.Fields;
import tradelab.venue.exchange.Position;
import tradelab.venue.exchange.Refusal;
import tradelab.venue.market.Market;
import tradelab.venue.wire.Row;
import tradelab.venue.wire.Rows;

/** Answers what is asked about positions. */
record PositionApi(Exchange exchange) {
    private static final int HISTORY_DEFAULT = 50;
    private static final int HISTORY_MAX = 500;

    @Nullable
    String answer(Account account, String path, JsonNode body, long now) {
        return switch (path) {
            case "r/positions" -> rows(account.positions(), true, HISTORY_MAX);
            case "r/positions/hist" -> history(account, body);
            case "r/positions/snap" -> rows(account.positions(), true, HISTORY_MAX);
            case "r/positions/audit" -> audit(account, body);
            case "w/position/claim" -> claim(account, body, now);
            // Some clients write a colon behind the path.
            case "w/position/increase", "w/position/increase:" -> increase(account, body, now);
            case "r/position/increase/info" -> increaseInfo(account, body);
            case "w/deriv/collateral/set" -> collateral(account, body);
            case "w/position/update/funding/type" -> {
                var _ = open(body, account);
                yield "[[1]]";
            }
            // Clients disagree about its name.
            case "calc/deriv/collateral/limits", "calc/deriv/collateral/limit", "w/deriv/collateral/limits" ->
                "[0," + Decimals.format(100_000L * Decimals.ONE) + "]";
            default -> null;
        };
    }

    private String rows(Collection<Position> positions, boolean active, int limit) {
        return Row.list(positions.stream()
                .limit(limit)
                .map(position -> row(position, active))
                .toList());
    }

    private String row(Position position, boolean active) {
        Market market = exchange.market(position.symbol());
        return Rows.position(new StringBuilder(), position, active, market == null ? 0 : market.lastPrice())
                .toString();
    }

    private String history(Account account, JsonNode body) {
        long start = Fields.whole(body, "start", 0);
        long end = Fields.whole(body, "end", Long.MAX_VALUE);
        long limit = Fields.whole(body, "limit", HISTORY_DEFAULT);
        List<Position> found = account.closedPositions().stream()
                .filter(position -> position.updatedMillis() >= start && position.updatedMillis() <= end)
                .toList();
        return rows(found, false, (int) Math.clamp(limit, 1, HISTORY_MAX));
    }

    private String audit(Account account, JsonNode body) {
        Set<Long> ids = new HashSet<>();
        JsonNode named = Fields.field(body, "id");
        if (named != null && named.isArray()) {
            named.forEach(id -> ids.add(Fields.whole("id", id)));
        } else if (named != null) {
            ids.add(Fields.whole("id", named));
        }
        List<String> found = new ArrayList<>();
        account.positions().stream()
                .filter(position -> ids.isEmpty() || ids.contains(position.id()))
                .forEach(position -> found.add(row(position, true)));
        account.closedPositions().stream()
                .filter(position -> ids.isEmpty() || ids.contains(position.id()))
                .limit(HISTORY_MAX)
                .forEach(position -> found.add(row(position, false)));
        return Row.list(found);
    }

    private String claim(Account account, JsonNode body, long now) {
        Position position = exchange.claim(account, body, now);
        String row = row(position, position.isOpen());
        // Here, unlike in lists, the exchange writes the position's meta as text.
        return notification(now, "pm-req", row.substring(0, row.length() - "{}]".length()) + "\"{}\"]", null);
    }

    private String increase(Account account, JsonNode body, long now) {
        Position position = exchange.increase(account, body, now);
        String row = Row.of(
                position.symbol(),
                null,
                Row.units(Fields.decimal(body, "amount", 0)),
                Row.units(position.basePrice()),
                Row.nulls(16));
        return notification(now, "pmi-req", row, "Submitting position increase.");
    }

    private static String notification(long now, String type, String row, @Nullable String text) {
        return Row.of(now, type, null, null, Row.raw(row), null, "SUCCESS", text);
    }

    private String increaseInfo(Account account, JsonNode body) {
        Market market = market(body);
        long available = Math.max(
                0,
                account.wallets().of(WalletType.MARGIN, market.spec().quote()).available());
        return Row.of(
                Row.raw("[0,0]"),
                Row.raw("[0,[" + "0,0,0,0,null,null,null,null" + "]," + Decimals.format(available) + "]"),
                null,
                null,
                Row.raw(Row.of(0, Row.units(market.lastPrice()))),
                Row.raw(Row.of(market.spec().base(), market.spec().quote())));
    }

    /** Positions here share one margin wallet: setting collateral aside for one of them changes nothing. */
    private String collateral(Account account, JsonNode body) {
        var _ = open(body, account);
        if (Fields.decimal(body, "collateral", 0) < 1) {
            throw Fields.invalid("collateral", String.valueOf(Fields.field(body, "collateral")));
        }
        return "[[1]]";
    }

    private Position open(JsonNode body, Account account) {
        Position position = account.position(market(body).spec().symbol());
        if (!position.isOpen()) {
            throw new Refusal(Refusal.GENERIC, "position: not found");
        }
        return position;
    }

    private Market market(JsonNode body) {
        String symbol = Fields.text(body, "symbol", "");
        Market market = exchange.market(symbol);
        if (market == null) {
            throw Fields.invalid("symbol", symbol);
        }
        return market;
    }
}
