package tradelab.trading.kill;

/**
 * One switch as it stands.
 *
 * @param target what of the scope: an account, a venue, an instrument, {@code all} for everything
 * @param reason for people
 * @param version of the whole kill switch when this was changed
 */
public record KillSwitch(
        KillScope scope, String target, TradingState state, String reason, long version, long changedEpochMillis) {}
