package tradelab.venue.wire;

import org.jspecify.annotations.Nullable;
import tradelab.venue.account.Wallet;

/**
 * A wallet as its row tells it; times 10^8.
 *
 * @param available null where the exchange has not worked it out
 * @param lastChange why the balance changed last, or null
 * @param details JSON text about that change, or null
 */
record WalletRow(
        String type,
        String currency,
        long balance,
        @Nullable Long available,
        @Nullable String lastChange,
        @Nullable String details) {
    static WalletRow of(Wallet wallet) {
        return new WalletRow(
                wallet.type().text(),
                wallet.currency(),
                wallet.balance(),
                wallet.available(),
                wallet.lastChange().isEmpty() ? null : wallet.lastChange(),
                null);
    }
}
