package tradelab.contracts.trading;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;

/**
 * A request to cancel every open order of a scope; of everything, if the scope is empty.
 *
 * @param account absent: of all accounts
 * @param instrument absent: of all instruments
 */
public record CancelOrders(
        @Nullable String account, @Nullable Instrument instrument) {
    public CancelOrders {
        account = account == null ? null : Require.id("account", account);
    }

    /** Returns whether an order of this account and instrument is meant. */
    public boolean covers(String orderAccount, Instrument orderInstrument) {
        return (account == null || account.equals(orderAccount))
                && (instrument == null || instrument.equals(orderInstrument));
    }
}
