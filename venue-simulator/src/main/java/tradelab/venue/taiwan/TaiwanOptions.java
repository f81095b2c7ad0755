package tradelab.venue.taiwan;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.contracts.Require;
import tradelab.venue.taiwan.flow.Regime;

/**
 * How the Taiwan market is to be.
 *
 * @param symbolsFile null for a generated universe
 * @param seed of everything that is drawn
 * @param marketTime Taipei time at which the market clock starts
 * @param clockSpeed market seconds in a second of the wall clock
 * @param eventsPerSecond background orders and cancels in a market second
 * @param sliceMillis market time between two turns of the background orders
 * @param volatility times that of the regime, 0 to 1000
 * @param publishMillis wall time between two frames of snapshots
 * @param cash of each account, TWD times 10^8
 * @param shares of every security that each account holds
 * @param ledgerMax arrivals remembered
 * @param accounts secrets by account
 */
public record TaiwanOptions(
        @Nullable Path symbolsFile,
        long seed,
        LocalDateTime marketTime,
        BigDecimal clockSpeed,
        int eventsPerSecond,
        int sliceMillis,
        Regime regime,
        BigDecimal volatility,
        long publishMillis,
        long cash,
        long shares,
        int ledgerMax,
        Map<String, String> accounts) {
    private static final long PUBLISH_MILLIS_MAX = 60_000;
    private static final long SHARES_MAX = 1_000_000_000_000L;

    public TaiwanOptions {
        publishMillis = Require.range("publishMillis", publishMillis, 1, PUBLISH_MILLIS_MAX);
        cash = Require.range("cash", cash, 0, 90_000_000_000L * Decimals.ONE);
        shares = Require.range("shares", shares, 0, SHARES_MAX);
        ledgerMax = (int) Require.range("ledgerMax", ledgerMax, 1, Integer.MAX_VALUE);
        accounts = Map.copyOf(accounts);
    }

    @Override
    public String toString() {
        return "TaiwanOptions[marketTime=" + marketTime + ", clockSpeed=" + clockSpeed + ", seed=" + seed + "]";
    }
}
