package tradelab.venue.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignaturesTest {
    @Test
    void signsAsTheClientsDo() {
        assertThat(new Signatures("secret").sign("/api/v2/auth/r/wallets1700000000000000{}"))
                .isEqualTo(
                        "afbf78cd51a89892e09129309adef95416cd1975e061c03e37a7e5b9080a7a68ed081a16f21ef29e55493f0f61388a1e");
    }

    @Test
    void refusesAnotherPayloadAndAnotherSecret() {
        Signatures signatures = new Signatures("secret");
        assertThat(signatures.matches("b", signatures.sign("a"))).isFalse();
        assertThat(new Signatures("other").matches("a", signatures.sign("a"))).isFalse();
    }

    @Test
    void takesOnlyNoncesThatGrow() {
        Nonces nonces = new Nonces();
        assertThat(nonces.tryTake("1700000000000000")).isTrue();
        assertThat(nonces.tryTake("1700000000000000")).isFalse();
        assertThat(nonces.tryTake("1700000000000001")).isTrue();
        assertThat(nonces.tryTake("")).isFalse();
        assertThat(nonces.tryTake("-1")).isFalse();
        assertThat(nonces.tryTake("9".repeat(31))).isFalse();
    }
}
