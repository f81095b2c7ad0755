package tradelab.marketdata.candle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tradelab.contracts.Amount;
import tradelab.contracts.Decimals;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Trade;

/** Reads the rows of Bitfinex' REST answers without doubles. Pure functions. */
final class VenueRows {
    private static final int COLUMNS_MAX = 16;
    private static final int WHOLE_DIGITS_MAX = 11;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(4)
                    .maxNumberLength(40)
                    .maxStringLength(256)
                    .build())
            .build();

    private VenueRows() {}

    /** @throws IllegalArgumentException for anything that is not rows of {@code [id, millis, amount, price]} */
    static List<Trade> trades(byte[] json) {
        List<Trade> trades = new ArrayList<>();
        for (List<BigDecimal> row : rows(json, 4)) {
            long amount = units(row.get(2));
            trades.add(new Trade(
                    row.get(0).longValueExact(),
                    row.get(1).longValueExact(),
                    new Price(units(row.get(3))),
                    new Amount(Math.absExact(amount)),
                    amount < 0 ? Trade.Taker.SELL : Trade.Taker.BUY));
        }
        return trades;
    }

    /** @throws IllegalArgumentException for anything that is not rows of {@code [millis, open, close, high, low, volume]} */
    static List<VenueCandle> candles(byte[] json) {
        List<VenueCandle> candles = new ArrayList<>();
        for (List<BigDecimal> row : rows(json, 6)) {
            candles.add(new VenueCandle(
                    row.get(0).longValueExact(),
                    units(row.get(1)),
                    units(row.get(3)),
                    units(row.get(4)),
                    units(row.get(2)),
                    units(row.get(5))));
        }
        return candles;
    }

    private static List<List<BigDecimal>> rows(byte[] json, int width) {
        List<List<BigDecimal>> rows = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(json)) {
            expect(parser, JsonToken.START_ARRAY);
            while (parser.nextToken() == JsonToken.START_ARRAY) {
                List<BigDecimal> row = new ArrayList<>(width);
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (row.size() == COLUMNS_MAX || !parser.currentToken().isNumeric()) {
                        throw new IllegalArgumentException("row: expected numbers, got '" + parser.getText() + "'");
                    }
                    row.add(new BigDecimal(parser.getText()));
                }
                if (row.size() < width) {
                    throw new IllegalArgumentException("row: expected " + width + " numbers, got " + row.size());
                }
                rows.add(row);
            }
            if (parser.currentToken() != JsonToken.END_ARRAY) {
                throw new IllegalArgumentException("body: expected rows, got '" + parser.getText() + "'");
            }
            return rows;
        } catch (IOException | ArithmeticException e) {
            throw new IllegalArgumentException("body: expected rows of numbers, got: " + e.getMessage(), e);
        }
    }

    private static void expect(JsonParser parser, JsonToken token) throws IOException {
        if (parser.nextToken() != token) {
            throw new IllegalArgumentException("body: expected rows, got '" + parser.getText() + "'");
        }
    }

    /** The digits are counted first: writing out an exponent of a million would take all memory. */
    private static long units(BigDecimal value) {
        if (value.signum() == 0) {
            return 0;
        }
        if (value.precision() - value.scale() > WHOLE_DIGITS_MAX || value.scale() > 40) {
            throw new IllegalArgumentException("number: expected a plain decimal, got '" + value + "'");
        }
        return value.movePointRight(Decimals.SCALE)
                .setScale(0, java.math.RoundingMode.UNNECESSARY)
                .longValueExact();
    }
}
