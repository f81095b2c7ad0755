package tradelab.trading.risk;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;

/**
 * Only accounts that trade here.
 *
 * @param accounts empty: every account does
 */
record KnownAccountRule(Set<String> accounts) implements RiskRule {
    KnownAccountRule {
        accounts = Set.copyOf(accounts);
    }

    @Override
    public @Nullable Refused check(RiskRequest request) {
        String account = request.order().account();
        return accounts.isEmpty() || accounts.contains(account)
                ? null
                : RiskRequest.refused(
                        Reason.UNKNOWN_ACCOUNT, "KNOWN_ACCOUNT", "account", "one that trades here", account);
    }
}
