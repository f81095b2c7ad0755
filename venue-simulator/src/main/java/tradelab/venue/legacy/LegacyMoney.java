package tradelab.venue.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.contracts.Require;
import tradelab.venue.account.Wallet;
import tradelab.venue.account.WalletType;
import tradelab.venue.backoffice.Backoffice;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.Exchange;
import tradelab.venue.exchange.Fields;
import tradelab.venue.market.Market;
import tradelab.venue.wire.Inputs;

/** Fees, balances, and money that comes and goes, as the first API tells them. */
record LegacyMoney(Exchange exchange, Backoffice office) {
    private static final long LIMIT_DEFAULT = 500;
    private static final long LIMIT_MAX = 2_500;

    @Nullable
    String answer(Account account, String path, JsonNode body, long now) {
        return switch (path) {
            case "account_infos" -> fees(account);
            case "account_fees" -> withdrawalFees();
            case "balances" -> balances(account);
            case "margin_infos" -> margins(account);
            case "summary" -> summary(account);
            case "key_info" -> keyInfo();
            case "transfer" -> transfer(account, body, now);
            case "withdraw" -> withdraw(account, body, now);
            case "deposit/new" -> address(account, body, now);
            case "history/movements" -> movements(account, body, now);
            case "history" -> ledger(account, body, now);
            default -> null;
        };
    }

    private Set<String> currencies() {
        Set<String> all = new TreeSet<>();
        for (Market market : exchange.markets().values()) {
            all.add(market.spec().base());
            all.add(market.spec().quote());
        }
        return all;
    }

    private String fees(Account account) {
        String maker = Legacy.number(account.fee(true) * 100);
        String taker = Legacy.number(account.fee(false) * 100);
        ObjectNode info = Legacy.object().put("maker_fees", maker).put("taker_fees", taker);
        ArrayNode each = info.putArray("fees");
        currencies()
                .forEach(currency -> each.addObject()
                        .put("pairs", currency)
                        .put("maker_fees", maker)
                        .put("taker_fees", taker));
        return Legacy.array().add(info).toString();
    }

    private static String summary(Account account) {
        ObjectNode summary = Legacy.object();
        summary.putArray("trade_vol_30d").addObject().put("curr", "Total (USD)").put("vol", "0.0");
        summary.putObject("fees_trading_30d");
        return summary.put("fees_trading_total_30d", "0.0")
                .put("maker_fee", Legacy.number(account.fee(true)))
                .put("taker_fee", Legacy.number(account.fee(false)))
                .toString();
    }

    private static String keyInfo() {
        ObjectNode info = Legacy.object();
        for (String capability :
                new String[] {"account", "history", "orders", "positions", "funding", "wallets", "withdraw"}) {
            var _ = info.putObject(capability).put("read", true).put("write", true);
        }
        return info.toString();
    }

    private String transfer(Account account, JsonNode body, long now) {
        JsonNode asked = Legacy.object()
                .put("from", wallet(body, "walletfrom"))
                .put("to", wallet(body, "walletto"))
                .put("currency", Fields.text(body, "currency", "").toUpperCase(Locale.ROOT))
                .put("amount", Decimals.format(Fields.decimal(body, "amount", 0)));
        return Legacy.array()
                .add(Legacy.object()
                        .put("status", "success")
                        .put(
                                "message",
                                call(account, "w/transfer", asked, now).path(7).asText()))
                .toString();
    }

    /** Returns the second API's name of a wallet. */
    private static String wallet(JsonNode body, String field) {
        String named = Fields.text(body, field, "");
        return switch (named) {
            case "trading" -> "margin";
            case "deposit" -> "funding";
            default -> named;
        };
    }

    private String withdrawalFees() {
        ObjectNode answer = Legacy.object();
        ObjectNode fees = answer.putObject("withdraw");
        currencies().forEach(currency -> fees.put(currency, "0.0"));
        return answer.toString();
    }

    private static String balances(Account account) {
        ArrayNode all = Legacy.array();
        for (Wallet wallet : account.wallets().all()) {
            all.addObject()
                    .put("type", name(wallet.type()))
                    .put("currency", wallet.currency().toLowerCase(Locale.ROOT))
                    .put("amount", Legacy.number(wallet.balance()))
                    .put("available", Legacy.number(wallet.available()));
        }
        return all.toString();
    }

    private static String name(WalletType type) {
        return switch (type) {
            case EXCHANGE -> "exchange";
            case MARGIN -> "trading";
            case FUNDING -> "deposit";
        };
    }

    private String margins(Account account) {
        Wallet wallet = account.wallets().of(WalletType.MARGIN, "USD");
        long gained = 0;
        for (var position : account.positions()) {
            Market market = exchange.market(position.symbol());
            gained += market == null ? 0 : position.profitAt(market.lastPrice());
        }
        String tradable = Legacy.number(wallet.available());
        ObjectNode info = Legacy.object()
                .put("margin_balance", Legacy.number(wallet.balance()))
                .put("tradable_balance", tradable)
                .put("unrealized_pl", Legacy.number(gained))
                .put("unrealized_swap", "0.0")
                .put("net_value", Legacy.number(wallet.balance() + gained))
                .put("required_margin", Legacy.number(wallet.balance() - wallet.available()))
                .put("leverage", "5.0")
                .put("margin_requirement", "10.0");
        ArrayNode limits = info.putArray("margin_limits");
        exchange.markets()
                .values()
                .forEach(market -> limits.addObject()
                        .put("on_pair", market.spec().pair())
                        .put("initial_margin", "20.0")
                        .put("margin_requirement", "10.0")
                        .put("tradable_balance", tradable));
        return Legacy.array().add(info.put("message", "")).toString();
    }

    private String withdraw(Account account, JsonNode body, long now) {
        JsonNode asked = Legacy.object()
                .put("wallet", Fields.text(body, "walletselected", "exchange"))
                .put("method", Fields.text(body, "withdraw_type", ""))
                .put("currency", Fields.text(body, "currency", "").toUpperCase(Locale.ROOT))
                .put("amount", Decimals.format(Fields.decimal(body, "amount", 0)))
                .put("address", Fields.text(body, "address", ""));
        JsonNode answer = call(account, "w/withdraw", asked, now);
        return Legacy.array()
                .add(Legacy.object()
                        .put("status", "success")
                        .put("message", answer.path(7).asText())
                        .put("withdrawal_id", answer.path(4).path(0).asLong()))
                .toString();
    }

    private String address(Account account, JsonNode body, long now) {
        JsonNode asked = Legacy.object()
                .put("wallet", Fields.text(body, "wallet_name", "exchange"))
                .put("method", Fields.text(body, "method", ""));
        JsonNode made = call(account, "w/deposit/address", asked, now).path(4);
        return Legacy.object()
                .put("result", "success")
                .put("method", Fields.text(body, "method", ""))
                .put("currency", made.path(2).asText())
                .put("address", made.path(4).asText())
                .toString();
    }

    private String movements(Account account, JsonNode body, long now) {
        ArrayNode all = Legacy.array();
        for (JsonNode each : call(account, history("movements", body), window(body), now)) {
            BigDecimal amount = each.path(12).decimalValue();
            String made = Legacy.seconds(each.path(5).asLong());
            all.addObject()
                    .put("id", each.path(0).asLong())
                    .put("txid", each.path(20).asText())
                    .put("currency", each.path(1).asText())
                    .put("method", each.path(2).asText())
                    .put("type", amount.signum() < 0 ? "WITHDRAWAL" : "DEPOSIT")
                    .put("amount", amount.abs().toPlainString())
                    .put("description", each.path(21).asText())
                    .put("address", each.path(16).asText())
                    .put("status", each.path(9).asText())
                    .put("timestamp", made)
                    .put("timestamp_created", made)
                    .put("fee", each.path(13).decimalValue());
        }
        return all.toString();
    }

    private String ledger(Account account, JsonNode body, long now) {
        String named = Fields.text(body, "wallet", "");
        WalletType type = WalletType.of(named);
        if (type == null && !named.isEmpty()) {
            throw Fields.invalid("wallet", named);
        }
        ArrayNode all = Legacy.array();
        for (JsonNode each : call(account, history("ledgers", body), window(body), now)) {
            if (type == null || each.path(2).asText().equals(type.text())) {
                all.addObject()
                        .put("currency", each.path(1).asText())
                        .put("amount", each.path(5).decimalValue().toPlainString())
                        .put("balance", each.path(6).decimalValue().toPlainString())
                        .put("description", each.path(8).asText())
                        .put("timestamp", Legacy.seconds(each.path(3).asLong()));
            }
        }
        return all.toString();
    }

    private static String history(String name, JsonNode body) {
        String currency = Fields.text(body, "currency", "").toUpperCase(Locale.ROOT);
        if (!currency.matches("[A-Z0-9]{2,12}")) {
            throw Fields.invalid("currency", currency);
        }
        return "r/" + name + "/" + currency + "/hist";
    }

    private static ObjectNode window(JsonNode body) {
        BigDecimal latest = new BigDecimal(Long.MAX_VALUE / 1_000);
        return Legacy.object()
                .put("start", Legacy.millis(LegacyOrders.seconds(body, "since", BigDecimal.ZERO)))
                .put("end", Legacy.millis(LegacyOrders.seconds(body, "until", latest)))
                .put("limit", Math.clamp(Fields.whole(body, "limit", LIMIT_DEFAULT), 1, LIMIT_MAX));
    }

    private JsonNode call(Account account, String path, JsonNode body, long now) {
        String answer = Require.present("answer", office.answer(account, path, body, now));
        return Require.present("answer", Inputs.read(answer));
    }
}
