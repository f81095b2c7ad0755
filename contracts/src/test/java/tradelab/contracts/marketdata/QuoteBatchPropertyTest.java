package tradelab.contracts.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;

class QuoteBatchPropertyTest {
    @Property
    void whatIsSentArrives(@ForAll("quotes") @Size(max = 20) List<Quote> quotes) {
        QuoteBatch batch = new QuoteBatch(quotes);

        assertThat(QuoteBatch.WIRE.decode().apply(QuoteBatch.WIRE.encode().apply(batch)))
                .isEqualTo(batch);
    }

    /** Many names that are much alike, so that some of them have the place of others that came before. */
    @Property
    void eachNameComesBackWhateverNamesCameBefore(@ForAll("names") @Size(max = 1_000) List<Instrument> names) {
        List<Quote> quotes = names.stream()
                .map(name ->
                        new Quote(name, null, Amount.ZERO, null, Amount.ZERO, null, 0, 0, 0, Quote.Validity.DETACHED))
                .toList();

        assertThat(QuoteBatch.WIRE
                        .decode()
                        .apply(QuoteBatch.WIRE.encode().apply(new QuoteBatch(quotes)))
                        .quotes())
                .extracting(Quote::instrument)
                .isEqualTo(names);
    }

    @Provide
    Arbitrary<List<Instrument>> names() {
        Arbitrary<String> middle =
                Arbitraries.strings().withChars('0', '1', '-').ofMinLength(0).ofMaxLength(22);
        return Combinators.combine(
                        Arbitraries.of("X", "TWSE", "BITFINEX"), middle, Arbitraries.of("", "USD", "A1234567"))
                .as((venue, text, end) -> new Instrument(venue, "0" + text + end))
                .list();
    }

    @Property
    void garbageIsRefusedAndNothingElseHappens(@ForAll byte[] garbage) {
        try {
            QuoteBatch batch = QuoteBatch.WIRE.decode().apply(Buffer.buffer(garbage));
            assertThat(batch.quotes()).isNotNull();
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).contains(": ");
        }
    }

    @Property(tries = 200)
    void aBatchCutShortIsRefused(@ForAll("quotes") @Size(min = 1, max = 5) List<Quote> quotes) {
        Buffer whole = QuoteBatch.WIRE.encode().apply(new QuoteBatch(quotes));

        assertThatThrownBy(() -> QuoteBatch.WIRE.decode().apply(whole.slice(0, whole.length() - 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    Arbitrary<List<Quote>> quotes() {
        Arbitrary<@Nullable Price> price =
                Arbitraries.longs().between(1, Long.MAX_VALUE).map(Price::new).injectNull(0.2);
        Arbitrary<Amount> amount =
                Arbitraries.longs().between(0, Long.MAX_VALUE).map(Amount::new);
        Arbitrary<Instrument> instrument =
                Arbitraries.of("BITFINEX:tBTCUSD", "TWSE:2330", "X:BTC:UST").map(Instrument::parse);
        return Combinators.combine(
                        instrument,
                        price,
                        amount,
                        price,
                        amount,
                        Arbitraries.longs(),
                        Arbitraries.of(Quote.Validity.values()))
                .as((name, bid, bidAmount, ask, askAmount, number, validity) ->
                        new Quote(name, bid, bidAmount, ask, askAmount, bid, number, number + 1, number + 2, validity))
                .list();
    }
}
