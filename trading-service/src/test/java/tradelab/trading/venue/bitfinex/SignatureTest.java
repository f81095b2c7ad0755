package tradelab.trading.venue.bitfinex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignatureTest {
    @Test
    void signsAsTheVenueDoes() {
        assertThat(new Signature("secret", () -> 0).of("/api/v2/auth/r/wallets1700000000000000{}"))
                .startsWith("afbf78cd")
                .endsWith("388a1e")
                .hasSize(96);
    }

    @Test
    void givesRisingNoncesWhateverTheClockDoes() {
        long[] clock = {5, 5, 3, 9};
        int[] at = {0};
        Signature signature = new Signature("secret", () -> clock[at[0]++]);
        assertThat(signature.nonce()).isEqualTo(5);
        assertThat(signature.nonce()).isEqualTo(6);
        assertThat(signature.nonce()).isEqualTo(7);
        assertThat(signature.nonce()).isEqualTo(9);
    }
}
