package tradelab.venue.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Locale;
import tradelab.venue.account.Wallet;
import tradelab.venue.account.WalletType;
import tradelab.venue.backoffice.Backoffice;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.Exchange;
import tradelab.venue.exchange.Fields;
import tradelab.venue.exchange.Position;
import tradelab.venue.market.Market;
import tradelab.venue.wire.Row;
import tradelab.venue.wire.Rows;

/** Answers {@code calc}: what is asked for is sent anew. */
record Calculations(Exchange exchange, Backoffice backoffice, Account account, Connection connection) {
    private static final int ASKED_MAX = 30;

    /** Takes a list of lists, each with one name such as {@code wallet_exchange_BTC}; names not known are passed over. */
    void answer(JsonNode asked, long now) {
        if (!asked.isArray() || asked.size() > ASKED_MAX) {
            throw Fields.invalid("calc", asked.toString());
        }
        for (JsonNode each : asked) {
            String name = each.isArray() ? each.path(0).asText() : each.asText();
            String[] parts = name.split("_", 3);
            switch (parts[0].toLowerCase(Locale.ROOT)) {
                case "wallet" -> wallet(parts);
                case "position" -> position(name.substring(Math.min(name.length(), "position_".length())));
                case "margin" -> information("miu", "r/info/margin/", parts, now);
                case "funding" -> information("fiu", "r/info/funding/", parts, now);
                case "balance" -> balance();
                default -> {}
            }
        }
    }

    private void wallet(String[] parts) {
        WalletType type = parts.length == 3 ? WalletType.of(parts[1]) : null;
        if (type != null) {
            for (Wallet wallet : account.wallets().all()) {
                if (wallet.type() == type && wallet.currency().equals(parts[2])) {
                    connection.accountFrame(Rows.wallet(new StringBuilder("\"wu\","), wallet), false);
                }
            }
        }
    }

    private void position(String symbol) {
        Market market = exchange.market(symbol);
        for (Position position : account.positions()) {
            if (market != null && position.symbol().equals(symbol)) {
                connection.accountFrame(
                        Rows.position(new StringBuilder("\"pu\","), position, true, market.lastPrice()), false);
            }
        }
    }

    /** What the account holds in dollars, and the same with what its positions gained. */
    private void balance() {
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

    /** Margin and funding are told as REST tells them: {@code margin_base}, {@code margin_sym_tBTCUSD}. */
    private void information(String event, String path, String[] parts, long now) {
        boolean margin = event.equals("miu");
        String named = parts.length == 3 && parts[1].equals("sym") ? parts[2] : "";
        boolean base = margin && parts.length == 2 && parts[1].equals("base");
        if (base || (margin ? exchange.market(named) != null : exchange.isFunding(named))) {
            String answer = backoffice.answer(account, path + (base ? "base" : named), MissingNode.getInstance(), now);
            if (answer != null) {
                connection.accountFrame("\"" + event + "\"," + answer, false);
            }
        }
    }
}
