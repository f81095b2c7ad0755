package tradelab.marketdata.cache;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.QuoteAnswer;

/**
 * A quote in JSON, in two parts: a head that changes with the quote, and a tail that changes with time. Instruments are
 * ASCII without quotes or backslashes, and numbers travel as text, so nothing needs escaping.
 */
public final class QuoteJson {
    private QuoteJson() {}

    /** Returns the answer's whole JSON. */
    public static Buffer of(QuoteAnswer.Found found) {
        Quote quote = found.quote();
        return whole(head(quote).getBytes(StandardCharsets.US_ASCII), quote.receiveEpochMillis(), found.ageMillis());
    }

    static String head(Quote quote) {
        StringBuilder json = new StringBuilder(320);
        json.append("{\"instrument\":\"").append(quote.instrument()).append('"');
        price(json, "bid", quote.bid());
        amount(json, "bidAmount", quote.bidAmount().units());
        price(json, "ask", quote.ask());
        amount(json, "askAmount", quote.askAmount().units());
        price(json, "last", quote.last());
        return json.append(",\"venueEpochMillis\":")
                .append(quote.venueEpochMillis())
                .append(",\"sequence\":")
                .append(quote.sequence())
                .append(",\"validity\":\"")
                .append(quote.validity())
                .append('"')
                .toString();
    }

    static Buffer whole(byte[] head, long receiveEpochMillis, long ageMillis) {
        return Buffer.buffer(head.length + 72)
                .appendBytes(head)
                .appendString(",\"receiveEpochMillis\":" + receiveEpochMillis + ",\"ageMillis\":" + ageMillis + "}");
    }

    private static void price(StringBuilder json, String name, @Nullable Price price) {
        if (price != null) {
            amount(json, name, price.units());
        }
    }

    private static void amount(StringBuilder json, String name, long units) {
        json.append(",\"").append(name).append("\":\"");
        Decimals.append(json, units).append('"');
    }
}
