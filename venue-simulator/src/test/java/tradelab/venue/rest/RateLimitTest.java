package tradelab.venue.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static int taken(RateLimit limit, String caller, @Nullable String path, long now) {
        int taken = 0;
        while (taken < 1_000 && limit.tryTake(caller, path, now)) {
            taken++;
        }
        return taken;
    }

    @Test
    void letsAnyNumberPassWithoutALimit() {
        assertThat(taken(new RateLimit(0, false), "a", "/v2/ticker/tBTCUSD", 0)).isEqualTo(1_000);
    }

    @Test
    void countsEachCallerForAMinute() {
        RateLimit limit = new RateLimit(5, false);
        assertThat(taken(limit, "a", "/v2/ticker/tBTCUSD", 1_000)).isEqualTo(5);
        assertThat(taken(limit, "b", "/v2/ticker/tBTCUSD", 1_000)).isEqualTo(5);
        assertThat(limit.tryTake("a", "/v2/ticker/tBTCUSD", 60_999)).isFalse();
        assertThat(limit.tryTake("a", "/v2/ticker/tBTCUSD", 61_000)).isTrue();
    }

    @Test
    void keepsTheExchangesLimitsByEndpoint() {
        RateLimit limit = new RateLimit(0, true);
        assertThat(taken(limit, "a", "/v2/book/tBTCUSD/P0", 0)).isEqualTo(240);
        assertThat(taken(limit, "a", "/v2/platform/status", 0)).isEqualTo(30);
        assertThat(taken(limit, "a", "/v2/liquidations/hist", 0)).isEqualTo(3);
        assertThat(taken(limit, "a", "/v2/auth/r/alerts", 0)).isEqualTo(45);
        assertThat(taken(limit, "a", "/v2/auth/w/deposit/address", 0)).isEqualTo(10);
        assertThat(taken(limit, "a", "/v2/auth/r/wallets", 0)).isEqualTo(90);
        assertThat(taken(limit, "a", null, 0)).isEqualTo(90);
    }

    @Test
    void refusesNewCallersWhenItRemembersTooMany() {
        RateLimit limit = new RateLimit(5, false);
        for (int i = 0; i < 10_000; i++) {
            assertThat(limit.tryTake("caller " + i, "/v2/x", 0)).isTrue();
        }
        assertThat(limit.tryTake("one more", "/v2/x", 0)).isFalse();
        assertThat(limit.tryTake("caller 1", "/v2/x", 0)).isTrue();
    }
}
