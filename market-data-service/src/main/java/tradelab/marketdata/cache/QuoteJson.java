package tradelab.marketdata.cache;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
    private static final byte[] RECEIVED = ",\"receiveEpochMillis\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AGE = ",\"ageMillis\":".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS_MAX = 19;

    private QuoteJson() {}

    /** Returns the answer's whole JSON. */
    public static Buffer of(QuoteAnswer.Found found) {
        Quote quote = found.quote();
        return whole(head(quote).getBytes(StandardCharsets.US_ASCII), quote.receiveEpochMillis(), found.ageMillis());
    }

    /** Returns the part that changes with the quote and not with time. */
    public static String head(Quote quote) {
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
        byte[] json = Arrays.copyOf(head, head.length + RECEIVED.length + AGE.length + 2 * DIGITS_MAX + 1);
        int end = put(json, head.length, RECEIVED);
        end = put(json, end, receiveEpochMillis);
        end = put(json, end, AGE);
        end = put(json, end, ageMillis);
        json[end++] = '}';
        return BufferInternal.buffer(Unpooled.wrappedBuffer(json, 0, end)); // as it is: each copy costs each read
    }

    private static int put(byte[] json, int at, byte[] text) {
        System.arraycopy(text, 0, json, at, text.length);
        return at + text.length;
    }

    /** Writes a time or an age, neither of which is below 0. */
    private static int put(byte[] json, int at, long number) {
        int end = at + 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            end++;
        }
        long rest = number;
        for (int i = end - 1; i >= at; i--) {
            json[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return end;
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
