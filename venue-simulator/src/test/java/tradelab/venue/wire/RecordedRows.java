package tradelab.venue.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.contracts.Require;
import tradelab.venue.account.WalletEntry;
import tradelab.venue.account.WalletType;
import tradelab.venue.market.Candle;
import tradelab.venue.market.Ticker;
import tradelab.venue.market.Trade;

/** Reads rows as the exchange sends them into the types that the venue writes its own from. */
enum RecordedRows {
    ORDER(32),
    FILL(12),
    WALLET(7),
    TRADE(4),
    CANDLE(6),
    TICKER(10),
    NAMED_TICKER(11),
    LEVEL(3),
    RAW_LEVEL(3),
    LEDGER(9),
    POSITION(20);

    private final int size;

    RecordedRows(int size) {
        this.size = size;
    }

    /** Returns the answer with every row of this kind read and written anew; counts them in {@code rows}. */
    String written(JsonNode node, int[] rows) {
        if (!node.isArray()) {
            return node.toString();
        }
        if (node.size() == size && !node.path(0).isContainerNode()) {
            rows[0]++;
            return row(node);
        }
        List<String> parts = new ArrayList<>();
        node.forEach(each -> parts.add(written(each, rows)));
        return Row.list(parts);
    }

    private String row(JsonNode row) {
        StringBuilder out = new StringBuilder();
        return switch (this) {
            case ORDER -> Rows.order(out, order(row)).toString();
            case FILL -> Rows.fill(out, fill(row)).toString();
            case WALLET -> Rows.wallet(out, wallet(row)).toString();
            case TRADE ->
                Rows.trade(out, new Trade(whole(row, 0), whole(row, 1), units(row, 2), units(row, 3)))
                        .toString();
            case CANDLE -> Rows.candle(out, candle(row)).toString();
            case TICKER ->
                Rows.ticker(out.append('['), ticker(row, 0)).append(']').toString();
            case NAMED_TICKER ->
                Rows.ticker(Rows.quote(out.append('['), text(row, 0)).append(','), ticker(row, 1))
                        .append(']')
                        .toString();
            case LEVEL -> {
                long amount = units(row, 2);
                yield Rows.level(out, amount > 0, units(row, 0), (int) whole(row, 1), Math.abs(amount))
                        .toString();
            }
            case RAW_LEVEL -> RawBookView.row(whole(row, 0), units(row, 1), units(row, 2));
            case LEDGER -> Rows.ledger(out, entry(row)).toString();
            case POSITION -> Rows.position(out, position(row)).toString();
        };
    }

    private static OrderRow order(JsonNode row) {
        return new OrderRow(
                whole(row, 0),
                orZero(row, 1),
                orZero(row, 2),
                text(row, 3),
                whole(row, 4),
                whole(row, 5),
                units(row, 6),
                units(row, 7),
                text(row, 8),
                textOrNull(row, 9),
                orZero(row, 10),
                whole(row, 12),
                text(row, 13),
                units(row, 16),
                units(row, 17),
                units(row, 18),
                units(row, 19),
                small(row, 24),
                orZero(row, 25),
                text(row, 28),
                row.get(31).isNull() ? null : row.get(31).toString());
    }

    private static FillRow fill(JsonNode row) {
        return new FillRow(
                whole(row, 0),
                text(row, 1),
                whole(row, 2),
                whole(row, 3),
                units(row, 4),
                units(row, 5),
                textOrNull(row, 6),
                row.get(7).isNull() ? null : units(row, 7),
                (int) whole(row, 8),
                row.get(9).isNull() ? null : units(row, 9),
                textOrNull(row, 10),
                row.get(11).isNull() ? null : whole(row, 11));
    }

    private static WalletRow wallet(JsonNode row) {
        return new WalletRow(
                text(row, 0),
                text(row, 1),
                units(row, 2),
                row.get(4).isNull() ? null : units(row, 4),
                textOrNull(row, 5),
                row.get(6).isNull() ? null : row.get(6).toString());
    }

    private static WalletEntry entry(JsonNode row) {
        return new WalletEntry(
                whole(row, 0),
                Require.present("row[2]", WalletType.of(text(row, 2))),
                text(row, 1),
                whole(row, 3),
                units(row, 5),
                units(row, 6),
                text(row, 8));
    }

    private static PositionRow position(JsonNode row) {
        return new PositionRow(
                text(row, 0),
                text(row, 1).equals("ACTIVE"),
                units(row, 2),
                units(row, 3),
                figure(row, 6),
                figure(row, 7),
                figure(row, 8),
                figure(row, 9),
                whole(row, 11),
                row.get(12).isNull() ? null : whole(row, 12),
                row.get(13).isNull() ? null : whole(row, 13),
                small(row, 15),
                small(row, 17),
                small(row, 18),
                row.get(19).toString());
    }

    private static @Nullable BigDecimal figure(JsonNode row, int place) {
        return row.get(place).isNull() ? null : row.get(place).decimalValue();
    }

    private static @Nullable Integer small(JsonNode row, int place) {
        return row.get(place).isNull() ? null : (int) whole(row, place);
    }

    private static Candle candle(JsonNode row) {
        return new Candle(whole(row, 0), units(row, 1), units(row, 2), units(row, 3), units(row, 4), units(row, 5));
    }

    private static Ticker ticker(JsonNode row, int from) {
        return new Ticker(
                units(row, from),
                units(row, from + 1),
                units(row, from + 2),
                units(row, from + 3),
                units(row, from + 4),
                units(row, from + 5),
                units(row, from + 6),
                units(row, from + 7),
                units(row, from + 8),
                units(row, from + 9));
    }

    private static long whole(JsonNode row, int place) {
        JsonNode node = row.get(place);
        if (!node.isIntegralNumber()) {
            throw Require.refused("row[" + place + "]", "a whole number", node.toString());
        }
        return node.longValue();
    }

    private static long orZero(JsonNode row, int place) {
        return row.get(place).isNull() ? 0 : whole(row, place);
    }

    private static long units(JsonNode row, int place) {
        JsonNode node = row.get(place);
        if (!node.isNumber()) {
            throw Require.refused("row[" + place + "]", "a number", node.toString());
        }
        return Decimals.parse("row[" + place + "]", node.decimalValue().toPlainString());
    }

    private static String text(JsonNode row, int place) {
        return Require.present("row[" + place + "]", textOrNull(row, place));
    }

    private static @Nullable String textOrNull(JsonNode row, int place) {
        JsonNode node = row.get(place);
        if (!node.isNull() && !node.isTextual()) {
            throw Require.refused("row[" + place + "]", "text", node.toString());
        }
        return node.textValue();
    }
}
