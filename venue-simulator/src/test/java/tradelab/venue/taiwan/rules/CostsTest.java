package tradelab.venue.taiwan.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tradelab.contracts.Decimals;

class CostsTest {
    private static final long PRICE = Decimals.parse("price", "593");

    @Test
    void chargesACommissionInWholeDollars() {
        assertThat(Costs.commission(PRICE * 1_000)).isEqualTo(845 * Decimals.ONE);
        assertThat(Costs.commission(PRICE)).isZero();
    }

    @Test
    void taxesSalesByKindAndHalvesWhatWasBoughtToday() {
        assertThat(Costs.tax(SecurityType.STOCK, PRICE, 1_000, 0)).isEqualTo(1_779 * Decimals.ONE);
        assertThat(Costs.tax(SecurityType.STOCK, PRICE, 1_000, 1_000)).isEqualTo(889 * Decimals.ONE);
        assertThat(Costs.tax(SecurityType.STOCK, PRICE, 2_000, 1_000)).isEqualTo(2_668 * Decimals.ONE);
        assertThat(Costs.tax(SecurityType.ETF, PRICE, 1_000, 0)).isEqualTo(593 * Decimals.ONE);
        assertThat(Costs.tax(SecurityType.TDR, PRICE, 1_000, 1_000)).isEqualTo(593 * Decimals.ONE);
        assertThat(Costs.tax(SecurityType.REIT, PRICE, 1_000, 0)).isZero();
    }
}
