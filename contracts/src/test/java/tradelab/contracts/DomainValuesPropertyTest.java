package tradelab.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import tradelab.contracts.trading.OrderRef;

/** What holds for every price, every amount and every name of an order. */
class DomainValuesPropertyTest {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    @Property
    void aPriceIsItsTextAndItsJson(@ForAll @LongRange(min = 1) long units) {
        Price price = new Price(units);
        assertThat(Price.parse(price.toString())).isEqualTo(price);
        assertThat(Json.read(Json.write(price), Price.class)).isEqualTo(price);
        assertThat(new BigDecimal(price.toString())).isEqualByComparingTo(BigDecimal.valueOf(units, Decimals.SCALE));
    }

    @Property
    void anAmountIsItsTextAndItsJson(@ForAll @LongRange(min = 0) long units) {
        Amount amount = new Amount(units);
        assertThat(Amount.parse(amount.toString())).isEqualTo(amount);
        assertThat(Json.read(Json.write(amount), Amount.class)).isEqualTo(amount);
        assertThat(new BigDecimal(amount.toString())).isEqualByComparingTo(BigDecimal.valueOf(units, Decimals.SCALE));
    }

    @Property
    void whatIsNotPositiveIsNoPriceAndWhatIsNegativeNoAmount(
            @ForAll @LongRange(min = Long.MIN_VALUE, max = 0) long units) {
        assertThatThrownBy(() -> new Price(units))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("price: expected above 0, got " + Decimals.format(units));
        assertThatThrownBy(() -> Price.parse(Decimals.format(units))).isInstanceOf(IllegalArgumentException.class);
        if (units < 0) {
            assertThatThrownBy(() -> Amount.parse(Decimals.format(units)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("amount: expected at least 0, got " + Decimals.format(units));
        }
    }

    /** Texts of one number are one price, and prices are ordered as their numbers are. */
    @Property
    void orderAndEqualityAreThoseOfTheNumbers(@ForAll("units") long one, @ForAll("units") long other) {
        BigDecimal first = BigDecimal.valueOf(one, Decimals.SCALE);
        BigDecimal second = BigDecimal.valueOf(other, Decimals.SCALE);
        Price price = Price.parse(first.toPlainString());
        assertThat(Integer.signum(price.compareTo(new Price(other)))).isEqualTo(first.compareTo(second));
        assertThat(price.equals(new Price(other))).isEqualTo(first.compareTo(second) == 0);
        Amount amount = Amount.parse(first.toPlainString());
        assertThat(Integer.signum(amount.compareTo(new Amount(other)))).isEqualTo(first.compareTo(second));
        assertThat(amount.equals(new Amount(other))).isEqualTo(first.compareTo(second) == 0);
    }

    @Property
    void exactlyTheseTextsNameOrders(@ForAll("names") String name) {
        if (ID.matcher(name).matches()) {
            assertThat(new OrderRef("a", name).clientOrderId()).isEqualTo(name);
            assertThat(new OrderRef(name, "c"))
                    .isEqualTo(new OrderRef(name, "c"))
                    .isNotEqualTo(new OrderRef(name, "d"));
        } else {
            assertThatThrownBy(() -> new OrderRef("a", name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("clientOrderId: expected 1 to 64 letters");
            assertThatThrownBy(() -> new OrderRef(name, "c"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("account: expected 1 to 64 letters");
        }
    }

    /** The largest values multiply to a refusal, never to something else. */
    @Example
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> Decimals.multiply(Long.MAX_VALUE, 2 * Decimals.ONE))
                .isInstanceOf(ArithmeticException.class);
        assertThat(Decimals.multiply(Long.MAX_VALUE, Decimals.ONE)).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> Price.parse("92233720368.54775808")).isInstanceOf(IllegalArgumentException.class);
        assertThat(Price.parse("92233720368.54775807").units()).isEqualTo(Long.MAX_VALUE);
    }

    /** Near to each other as often as far. */
    @Provide
    Arbitrary<Long> units() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(1, 5),
                Arbitraries.longs().between(Decimals.ONE - 1, Decimals.ONE + 1),
                Arbitraries.longs().between(1, Long.MAX_VALUE));
    }

    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> good =
                Arbitraries.strings().withChars("azAZ09_.-").ofMinLength(0).ofMaxLength(66);
        Arbitrary<String> nearly = Arbitraries.strings()
                .withChars("azAZ09_.-")
                .withChars(' ', '/', '\u00e4', '\u0660', '\n')
                .ofMinLength(0)
                .ofMaxLength(5);
        return Arbitraries.oneOf(good, nearly);
    }
}
