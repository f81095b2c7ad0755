package tradelab.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

class DecimalsPropertyTest {
    @Property
    void whatIsWrittenReadsBackTheSame(@ForAll long units) {
        assertThat(Decimals.parse("x", Decimals.format(units))).isEqualTo(units);
    }

    @Property
    void writesTheShortestPlainDecimal(@ForAll long units) {
        BigDecimal exact = BigDecimal.valueOf(units, Decimals.SCALE);

        assertThat(Decimals.format(units))
                .isEqualTo(units == 0 ? "0" : exact.stripTrailingZeros().toPlainString());
    }

    @Property
    void anyTextIsEitherExactOrRefusedByName(@ForAll @StringLength(max = 30) String text) {
        try {
            long units = Decimals.parse("price", text);
            assertThat(new BigDecimal(text)).isEqualByComparingTo(BigDecimal.valueOf(units, Decimals.SCALE));
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("price: expected a plain decimal");
        }
    }

    @Property
    void multipliesExactlyTowardsZero(
            @ForAll long price, @ForAll @LongRange(min = -1_000_000_000_000L, max = 1_000_000_000_000L) long amount) {
        BigInteger exact =
                BigInteger.valueOf(price).multiply(BigInteger.valueOf(amount)).divide(BigInteger.valueOf(Decimals.ONE));
        if (exact.bitLength() < 64) {
            assertThat(Decimals.multiply(price, amount)).isEqualTo(exact.longValueExact());
        } else {
            assertThatThrownBy(() -> Decimals.multiply(price, amount)).isInstanceOf(ArithmeticException.class);
        }
    }

    @Example
    void refusesWhatWouldBeUnsafeOrAmbiguous() {
        for (String text : new String[] {
            "",
            "-",
            ".5",
            "5.",
            "1e3",
            "1e999",
            "+1",
            " 1",
            "1_0",
            "0x1",
            "NaN",
            "1.123456789",
            "92233720368.54775808",
            "9".repeat(1_000_000),
            "1.2.3",
            "--1",
            "١"
        }) {
            assertThatThrownBy(() -> Decimals.parse("amount", text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("amount: expected")
                    .satisfies(e -> assertThat(e.toString().length()).isLessThan(250));
        }
    }

    @Example
    void readsTheWholeRange() {
        assertThat(Decimals.parse("x", "92233720368.54775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(Decimals.parse("x", "-92233720368.54775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(Decimals.parse("x", "-0")).isZero();
    }
}
