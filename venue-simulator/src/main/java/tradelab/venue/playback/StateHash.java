package tradelab.venue.playback;

import java.util.Comparator;
import tradelab.venue.account.Wallet;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.AccountOrder;
import tradelab.venue.exchange.Exchange;
import tradelab.venue.exchange.Fill;
import tradelab.venue.exchange.Position;
import tradelab.venue.market.Market;

/**
 * Folds the state of an exchange into one number: every market's book and the digest of all that happened in it, and
 * every account's wallets, orders, latest fills and positions. Exchanges that took the same inputs have the same.
 */
public final class StateHash {
    private static final int HISTORY_MAX = 100;

    private long hash = 0xCBF29CE484222325L;

    private StateHash() {}

    /** Returns the hash as 16 hexadecimal digits. */
    public static String of(Exchange exchange) {
        StateHash state = new StateHash();
        exchange.markets().values().forEach(state::market);
        exchange.accounts().forEach(state::account);
        return String.format("%016x", state.hash);
    }

    private void market(Market market) {
        fold(market.spec().symbol());
        fold(market.digest());
        fold(market.lastPrice());
        fold(market.tape().size() == 0 ? 0 : market.tape().newest(0).id());
        for (boolean bids : new boolean[] {true, false}) {
            market.visit(bids, (id, price, remaining) -> {
                fold(id);
                fold(price);
                fold(remaining);
                return true;
            });
            market.visitTakeable(bids, (price, amount) -> {
                fold(price);
                fold(amount);
                return true;
            });
        }
    }

    private void account(Account account) {
        fold(account.owner());
        account.wallets().all().stream()
                .filter(wallet -> wallet.balance() != 0 || wallet.available() != 0) // reading makes empty ones
                .sorted(Comparator.comparing(Wallet::type).thenComparing(Wallet::currency))
                .forEach(wallet -> {
                    fold(wallet.type().ordinal());
                    fold(wallet.currency());
                    fold(wallet.balance());
                    fold(wallet.available());
                });
        account.open().forEach(this::order);
        account.closed().stream().limit(HISTORY_MAX).forEach(this::order);
        account.fills().stream().limit(HISTORY_MAX).forEach(this::fill);
        account.positions().stream()
                .sorted(Comparator.comparing(Position::symbol))
                .forEach(this::position);
    }

    private void order(AccountOrder order) {
        fold(order.id());
        fold(order.cid());
        fold(order.gid());
        fold(order.amount());
        fold(order.amountOriginal());
        fold(order.price());
        fold(order.auxiliaryPrice());
        fold(order.flags());
        fold(order.updatedMillis());
        fold(order.type());
        fold(order.status());
    }

    private void fill(Fill fill) {
        fold(fill.id());
        fold(fill.orderId());
        fold(fill.amount());
        fold(fill.price());
        fold(fill.fee());
        fold(fill.millis());
    }

    private void position(Position position) {
        fold(position.symbol());
        fold(position.id());
        fold(position.amount());
        fold(position.basePrice());
        fold(position.updatedMillis());
    }

    private void fold(String text) {
        for (int i = 0; i < text.length(); i++) {
            fold(text.charAt(i));
        }
        fold(text.length());
    }

    private void fold(long value) {
        hash = (hash ^ value) * 0x9E3779B97F4A7C15L;
        hash ^= hash >>> 29;
    }
}
