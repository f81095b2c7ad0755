package tradelab.marketdata.cache;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.Quote.Validity;
import tradelab.contracts.marketdata.QuoteAnswer;

/** The one rule about what may be served: never older than asked for, and nothing but LIVE as fresh. */
public final class Freshness {
    /** The reader takes any age and validity, and looks at them himself. */
    public static final long ANY = Long.MAX_VALUE;

    private Freshness() {}

    /** Returns whether a reader who asked for {@code maxAgeMillis} may have it. */
    public static boolean fresh(Validity validity, long ageMillis, long maxAgeMillis) {
        return maxAgeMillis == ANY || validity == Validity.LIVE && ageMillis <= maxAgeMillis;
    }

    /** Returns the age, never below 0 although clocks may be set back. */
    public static long age(long sinceEpochMillis, long nowEpochMillis) {
        return Math.max(0, nowEpochMillis - sinceEpochMillis);
    }

    /** Returns the quote with its age, or the refusal. */
    public static QuoteAnswer answer(Quote quote, long nowEpochMillis, @Nullable Long maxAgeMillis) {
        long ageMillis = age(quote.receiveEpochMillis(), nowEpochMillis);
        return maxAgeMillis == null || fresh(quote.validity(), ageMillis, maxAgeMillis)
                ? new QuoteAnswer.Found(quote, ageMillis)
                : new QuoteAnswer.TooOld(ageMillis, maxAgeMillis, quote.validity());
    }
}
