package tradelab.venue.account;

/**
 * One change of a wallet, as the exchange's ledger shows it; times 10^8.
 *
 * @param amount negative for what was taken
 * @param balance of the wallet, afterwards
 */
public record WalletEntry(
        long id, WalletType type, String currency, long millis, long amount, long balance, String description) {}
