package tradelab.marketdata.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.Decimals;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;
import tradelab.marketdata.book.BookState;

/**
 * Quotes by Bitfinex' REST API for instruments whose book is away: one call for many of them, one at a time.
 *
 * <p>What it brings is shown as SUSPECT, because no checksum proves it, and as old as the moment before it was asked for. A
 * book that is LIVE is never asked about, and one that has just gone has until the next look to come back by itself. Owned
 * by the feed's event loop.
 */
final class RestQuotes {
    /** Instruments of one call; the next call asks for the next ones. */
    static final int INSTRUMENTS_MAX = 100;

    private static final Logger LOG = LoggerFactory.getLogger(RestQuotes.class);
    private static final int BYTES_MAX = 256 * 1024;
    private static final int WHOLE_DIGITS_MAX = 10;
    private static final int SCALE_MAX = 40;
    private static final int LAST = 6;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(2)
                    .maxNumberLength(40)
                    .maxStringLength(256)
                    .build())
            .build();

    private final VenueRest venue;
    private final FeedCounters counters;
    private Set<Instrument> away = Set.of();
    private boolean asking;
    private int next;

    /** A row of {@code /v2/tickers}: scaled numbers, 0 for a side that is empty. */
    record Row(String symbol, long bid, long bidAmount, long ask, long askAmount, long last) {}

    RestQuotes(Vertx vertx, BitfinexSettings settings, FeedCounters counters) {
        this.venue = new VenueRest(
                vertx,
                settings.restUrl().orElseGet(() -> VenueRest.besides(settings.url())),
                timeout(settings.restInterval()),
                BYTES_MAX);
        this.counters = counters;
    }

    private static Duration timeout(Duration interval) {
        return interval.compareTo(Duration.ofSeconds(5)) < 0 ? interval : Duration.ofSeconds(5);
    }

    /** Asks for those that were away at the last look and still are. */
    void look(Collection<InstrumentFeed> feeds, long nowMillis) {
        Map<String, InstrumentFeed> still = new HashMap<>();
        List<String> symbols = new ArrayList<>();
        Set<Instrument> now = feeds.stream()
                .filter(feed -> feed.state() != BookState.LIVE)
                .map(InstrumentFeed::instrument)
                .collect(Collectors.toSet());
        for (InstrumentFeed feed : feeds) {
            if (now.contains(feed.instrument()) && away.contains(feed.instrument())) {
                symbols.add(feed.instrument().symbol());
                still.put(feed.instrument().symbol(), feed);
            }
        }
        away = now;
        if (symbols.isEmpty() || asking) {
            return;
        }
        asking = true;
        symbols.sort(null);
        int from = next < symbols.size() ? next : 0;
        int to = Math.min(symbols.size(), from + INSTRUMENTS_MAX);
        next = to;
        var _ = venue.get("/v2/tickers?symbols=" + String.join(",", symbols.subList(from, to)), RestQuotes::rows)
                .onComplete(answer -> {
                    asking = false;
                    if (answer.failed()) {
                        counters.restFailures.increment();
                        LOG.debug("event=rest_quotes_failed", answer.cause());
                        return;
                    }
                    for (Row row : answer.result()) {
                        InstrumentFeed feed = still.get(row.symbol());
                        if (feed != null && feed.polled(row, nowMillis)) {
                            counters.restQuotes.increment();
                        }
                    }
                });
    }

    /** @throws IllegalArgumentException for anything that is not rows of symbol, bid, amount, ask, amount, ..., last */
    static List<Row> rows(byte[] json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            expect(parser.nextToken() == JsonToken.START_ARRAY, "a list");
            List<Row> rows = new ArrayList<>();
            while (parser.nextToken() == JsonToken.START_ARRAY) {
                rows.add(row(parser));
            }
            expect(parser.currentToken() == JsonToken.END_ARRAY && parser.nextToken() == null, "rows and no more");
            return rows;
        } catch (IOException e) {
            throw new IllegalArgumentException("tickers: expected JSON, got " + e.getMessage(), e);
        }
    }

    private static Row row(JsonParser parser) throws IOException {
        expect(parser.nextToken() == JsonToken.VALUE_STRING, "a symbol");
        String symbol = parser.getText();
        long[] numbers = new long[LAST + 1];
        int column = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            expect(token == JsonToken.VALUE_NULL || token != null && token.isNumeric(), "numbers");
            if (column <= LAST) {
                numbers[column] = token == JsonToken.VALUE_NULL ? 0 : units(parser.getDecimalValue());
            }
            column++;
        }
        expect(column > LAST, "more than " + LAST + " columns");
        boolean sound = numbers[0] >= 0 && numbers[2] >= 0 && numbers[1] >= 0 && numbers[3] >= 0 && numbers[LAST] >= 0;
        expect(sound && (numbers[0] == 0 || numbers[2] == 0 || numbers[0] < numbers[2]), "a bid below the ask");
        return new Row(symbol, numbers[0], numbers[1], numbers[2], numbers[3], numbers[LAST]);
    }

    private static long units(BigDecimal number) {
        // counted first: writing out an exponent of a million would take all memory
        boolean plain = (long) number.precision() - number.scale() <= WHOLE_DIGITS_MAX && number.scale() <= SCALE_MAX;
        expect(plain, "plain decimals");
        return number.setScale(Decimals.SCALE, RoundingMode.HALF_EVEN)
                .unscaledValue()
                .longValueExact();
    }

    private static void expect(boolean met, String what) {
        if (!met) {
            throw Require.refused("tickers", what, "something else");
        }
    }
}
