package tradelab.venue.market;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tradelab.contracts.Decimals;

class PrecisionTest {
    @Test
    void cutsToSignificantDigits() {
        assertThat(cut("6443.19", 5)).isEqualTo("6443.1");
        assertThat(cut("50000.5", 5)).isEqualTo("50000");
        assertThat(cut("123456789", 5)).isEqualTo("123450000");
        assertThat(cut("0.00001234", 5)).isEqualTo("0.00001234");
        assertThat(cut("6443.1", 2)).isEqualTo("6400");
    }

    @Test
    void raisesToSignificantDigits() {
        assertThat(Decimals.format(Precision.raise(Decimals.parse("price", "6443.1"), 2)))
                .isEqualTo("6500");
        assertThat(Decimals.format(Precision.raise(Decimals.parse("price", "6400"), 2)))
                .isEqualTo("6400");
    }

    private static String cut(String price, int digits) {
        return Decimals.format(Precision.cut(Decimals.parse("price", price), digits));
    }
}
