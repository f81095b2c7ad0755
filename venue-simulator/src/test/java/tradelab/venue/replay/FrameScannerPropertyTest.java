package tradelab.venue.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradelab.contracts.Decimals;

class FrameScannerPropertyTest {
    private static final long UNITS_MAX = 999_999_999_999_999_999L;

    @Property
    void readsWhatDecimalsWrites(@ForAll @LongRange(min = -UNITS_MAX, max = UNITS_MAX) long units)
            throws MalformedFrame {
        assertThat(decimal(Decimals.format(units))).isEqualTo(units);
    }

    @Property
    void readsExponentsLikeBigDecimal(
            @ForAll @LongRange(min = 1, max = 9_999_999) long mantissa,
            @ForAll @IntRange(min = -8, max = 3) int exponent)
            throws MalformedFrame {
        String text = mantissa + "e" + exponent;
        assertThat(decimal(text))
                .isEqualTo(new BigDecimal(text).movePointRight(Decimals.SCALE).longValueExact());
    }

    @Test
    void readsTheShortestNotationOfTheExchange() throws MalformedFrame {
        assertThat(decimal("2e-8")).isEqualTo(2);
        assertThat(decimal("6443.10")).isEqualTo(644_310_000_000L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                ".5",
                "1e",
                "1e-9",
                "0.123456789",
                "9999999999999999999",
                "1e30",
                "null",
                "\"1\"",
                "92233720369"
            })
    void refusesWhatIsNoScaledNumber(String text) {
        assertThatThrownBy(() -> decimal(text)).isInstanceOf(MalformedFrame.class);
    }

    private static long decimal(String text) throws MalformedFrame {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        var scanner = new FrameScanner();
        scanner.reset(bytes, 0, bytes.length);
        long value = scanner.decimal();
        if (!scanner.atEnd()) {
            throw scanner.malformed("the end");
        }
        return value;
    }
}
