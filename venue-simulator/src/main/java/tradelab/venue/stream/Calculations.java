package tradelab.venue.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import tradelab.venue.account.Wallet;
import tradelab.venue.account.WalletType;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.Exchange;
import tradelab.venue.exchange.Fields;
import tradelab.venue.exchange.Position;
import tradelab.venue.market.Market;
import tradelab.venue.wire.Row;
import tradelab.venue.wire.Rows;

/** Answers {@code calc}: what is asked for is sent anew. */
final class Calculations {
    private static final int ASKED_MAX = 30;

    private Calculations() {}

    /** Takes a list of lists, each with one name such as {@code wallet_exchange_BTC}; names not known are passed over. */
    static void answer(Exchange exchange, Account account, JsonNode asked, Connection connection) {
        if (!asked.isArray() || asked.size() > ASKED_MAX) {
            throw Fields.invalid("calc", asked.toString());
        }
        for (JsonNode each : asked) {
            String name = each.isArray() ? each.path(0).asText() : each.asText();
            String[] parts = name.split("_", 3);
            switch (parts[0].toLowerCase(Locale.ROOT)) {
                case "wallet" -> wallet(account, parts, connection);
                case "position" -> position(exchange, account, name.substring("position_".length()), connection);
                case "balance" -> balance(exchange, account, connection);
                default -> {}
            }
        }
    }

    private static void wallet(Account account, String[] parts, Connection connection) {
        WalletType type = parts.length == 3 ? WalletType.of(parts[1]) : null;
        if (type != null) {
            for (Wallet wallet : account.wallets().all()) {
                if (wallet.type() == type && wallet.currency().equals(parts[2])) {
                    connection.accountFrame(Rows.wallet(new StringBuilder("\"wu\","), wallet), false);
                }
            }
        }
    }

    private static void position(Exchange exchange, Account account, String symbol, Connection connection) {
        Market market = exchange.market(symbol);
        for (Position position : account.positions()) {
            if (market != null && position.symbol().equals(symbol)) {
                connection.accountFrame(
                        Rows.position(new StringBuilder("\"pu\","), position, true, market.lastPrice()), false);
            }
        }
    }

    /** What the account holds in dollars, and the same with what its positions gained. */
    private static void balance(Exchange exchange, Account account, Connection connection) {
        long held = account.wallets().all().stream()
                .filter(wallet -> wallet.currency().equals("USD"))
                .mapToLong(Wallet::balance)
                .sum();
        long gained = 0;
        for (Position position : account.positions()) {
            Market market = exchange.market(position.symbol());
            gained += market == null ? 0 : position.profitAt(market.lastPrice());
        }
        connection.accountFrame("\"bu\"," + Row.of(Row.units(held), Row.units(held + gained)), false);
    }
}
