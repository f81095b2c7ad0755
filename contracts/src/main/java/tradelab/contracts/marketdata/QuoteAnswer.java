package tradelab.contracts.marketdata;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeInfo.As;
import com.fasterxml.jackson.annotation.JsonTypeInfo.Id;

/** What a cache can say about a quote. An unknown instrument is a failure, NOT_FOUND. */
@JsonTypeInfo(use = Id.NAME, include = As.PROPERTY, property = "answer")
@JsonSubTypes({
    @JsonSubTypes.Type(value = QuoteAnswer.Found.class, name = "found"),
    @JsonSubTypes.Type(value = QuoteAnswer.TooOld.class, name = "tooOld")
})
public sealed interface QuoteAnswer {
    /**
     * The value asked for.
     *
     * @param ageMillis since our feed received it
     */
    record Found(Quote quote, long ageMillis) implements QuoteAnswer {}

    /** There is a value, but not one as fresh as asked for, or its book is not LIVE. */
    record TooOld(long ageMillis, long maxAgeMillis, Quote.Validity validity) implements QuoteAnswer {}
}
