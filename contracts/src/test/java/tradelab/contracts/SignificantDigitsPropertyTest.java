package tradelab.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Against decimal arithmetic with a precision, which is the same law in other words. */
class SignificantDigitsPropertyTest {
    private static final long MAX = 4_000_000_000_000_000_000L;

    @Property
    void roundsAsAPrecisionDoes(
            @ForAll @LongRange(min = 1, max = MAX) long price,
            @ForAll @IntRange(min = 1, max = SignificantDigits.MAX) int digits) {
        assertThat(SignificantDigits.floor(price, digits)).isEqualTo(rounded(price, digits, RoundingMode.DOWN));
        assertThat(SignificantDigits.ceiling(price, digits)).isEqualTo(rounded(price, digits, RoundingMode.UP));
        assertThat(SignificantDigits.fits(price, digits)).isEqualTo(rounded(price, digits, RoundingMode.DOWN) == price);
    }

    @Property
    void neighboursFitAndNothingBetweenThemDoes(
            @ForAll @LongRange(min = 1, max = MAX) long price,
            @ForAll @IntRange(min = 1, max = SignificantDigits.MAX) int digits,
            @ForAll @LongRange(min = 1, max = Long.MAX_VALUE) long between) {
        long fitting = SignificantDigits.floor(price, digits);
        long next = fitting + SignificantDigits.step(fitting, digits);
        assertThat(SignificantDigits.fits(fitting, digits)).isTrue();
        assertThat(SignificantDigits.fits(next, digits)).isTrue();
        long inside = fitting + between % (next - fitting);
        assertThat(SignificantDigits.fits(inside, digits)).isEqualTo(inside == fitting);
        assertThat(SignificantDigits.ceiling(fitting + 1, digits)).isEqualTo(next);
        assertThat(SignificantDigits.floor(next - 1, digits)).isEqualTo(fitting);
    }

    /** There the step is another above than below. */
    @Property
    void fitsEveryPowerOfTenAndTheStepChangesThere(
            @ForAll @IntRange(min = 0, max = 18) int power,
            @ForAll @IntRange(min = 1, max = SignificantDigits.MAX) int digits) {
        long ten = BigDecimal.TEN.pow(power).longValueExact();
        long above = SignificantDigits.step(ten, digits);
        assertThat(SignificantDigits.fits(ten, digits)).isTrue();
        assertThat(above)
                .isEqualTo(BigDecimal.TEN.pow(Math.max(0, power + 1 - digits)).longValueExact());
        if (ten > 1) {
            long below = SignificantDigits.step(ten - 1, digits);
            assertThat(below).isEqualTo(Math.max(1, above / 10));
            assertThat(SignificantDigits.floor(ten - 1, digits)).isEqualTo(ten - below);
            assertThat(SignificantDigits.ceiling(ten - below + 1, digits)).isEqualTo(ten);
        }
    }

    private static long rounded(long price, int digits, RoundingMode mode) {
        return BigDecimal.valueOf(price).round(new MathContext(digits, mode)).longValueExact();
    }
}
