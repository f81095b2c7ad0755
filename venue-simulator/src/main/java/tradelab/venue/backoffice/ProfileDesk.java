package tradelab.venue.backoffice;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.account.Wallet;
import tradelab.venue.account.WalletType;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.Fields;
import tradelab.venue.exchange.Refusal;
import tradelab.venue.market.Market;
import tradelab.venue.wire.Row;

/** Tells an account about itself, and keeps its alerts, settings and tokens. */
record ProfileDesk(Backoffice office) {
    private static final String[] CAPABILITIES = {
        "account",
        "history",
        "orders",
        "positions",
        "funding",
        "settings",
        "wallets",
        "withdraw",
        "ui_withdraw",
        "bfxpay"
    };

    @Nullable
    String answer(Account account, String path, JsonNode body, long now) {
        return switch (path) {
            case "r/info/user" -> user(account, now);
            case "r/summary", "r/int/summary" -> summary(account);
            case "r/permissions" -> permissions();
            case "r/logins/hist", "r/audit/hist" -> "[]"; // there is no user interface to log in to
            case "r/stats/perf:1D/hist", "r/stats/perf::1D/hist" -> performance(account, now);
            case "r/settings", "r/settings/core" -> settings(account, body);
            case "w/settings/set" -> set(account, body, now);
            case "w/settings/del" -> delete(account, body, now);
            case "r/alerts" -> alerts(account);
            case "w/alert/set" -> setAlert(account, body);
            case "w/alert/del" ->
                deleteAlert(account, key(Fields.text(body, "symbol", ""), Fields.decimal(body, "price", 0)));
            case "w/token" -> Row.of(office.issue(account, Fields.whole(body, "ttl", 0), now));
            case "w/token/del" -> {
                office.revoke(Fields.text(body, "token", ""));
                yield "[true]";
            }
            case "calc/order/avail" -> available(account, body);
            default -> named(account, path);
        };
    }

    private @Nullable String named(Account account, String path) {
        if (path.startsWith("w/alert/price:") && path.endsWith("/del")) {
            return deleteAlert(account, path.substring("w/alert/".length(), path.length() - "/del".length()));
        }
        if (path.startsWith("r/info/margin/")) {
            return margin(account, path.substring("r/info/margin/".length()));
        }
        return null;
    }

    private static String user(Account account, long now) {
        return Row.of(
                account.owner(),
                account.key() + "@example.com",
                account.key(),
                now,
                1,
                3,
                null,
                "UTC",
                "en",
                "bitfinex",
                1,
                Row.nulls(3),
                now,
                0,
                account.owner(),
                1,
                1,
                1,
                Row.nulls(2),
                0,
                Row.nulls(3),
                Row.raw("[\"otp\"]"),
                null,
                0,
                Row.nulls(9),
                0,
                0,
                Row.nulls(4),
                null,
                Row.nulls(4),
                null,
                null,
                Row.nulls(3),
                1);
    }

    private static String summary(Account account) {
        Row.Units maker = Row.units(account.fee(true));
        Row.Units taker = Row.units(account.fee(false));
        return Row.of(
                Row.nulls(4),
                Row.raw("["
                        + Row.of(maker, maker, maker, null, null, maker) + ","
                        + Row.of(taker, taker, taker, null, null, taker) + "]"),
                Row.raw("[[{\"curr\":\"Total (USD)\",\"vol\":0,\"vol_safe\":0,\"vol_maker\":0,\"vol_BFX\":0,"
                        + "\"vol_BFX_safe\":0,\"vol_BFX_maker\":0}],{},0]"),
                Row.raw("[null,{},0]"),
                null,
                null,
                Row.raw("{\"leo_lev\":0,\"leo_amount_avg\":0}"));
    }

    private static String permissions() {
        List<String> rows = new ArrayList<>();
        for (String capability : CAPABILITIES) {
            rows.add(Row.of(capability, 1, 1));
        }
        return Row.list(rows);
    }

    private String performance(Account account, long now) {
        long dollars = 0;
        for (Wallet wallet : account.wallets().all()) {
            dollars += wallet.currency().equals("USD") ? wallet.balance() : 0;
        }
        return "[" + Row.of(now, Row.units(dollars)) + "]";
    }

    private String settings(Account account, JsonNode body) {
        List<String> rows = new ArrayList<>();
        JsonNode keys = Fields.field(body, "keys");
        for (Map.Entry<String, JsonNode> each : office.folder(account).settings.entrySet()) {
            if (keys == null || names(keys, each.getKey())) {
                rows.add(Row.of(each.getKey(), each.getValue()));
            }
        }
        return Row.list(rows);
    }

    private static boolean names(JsonNode keys, String name) {
        for (JsonNode key : keys) {
            if (key.asText().equals(name)) {
                return true;
            }
        }
        return keys.asText().equals(name);
    }

    private String set(Account account, JsonNode body, long now) {
        JsonNode settings = Fields.field(body, "settings");
        Map<String, JsonNode> kept = office.folder(account).settings;
        if (settings == null || !settings.isObject() || kept.size() + settings.size() > AccountFolder.KEPT_MAX) {
            throw Fields.invalid("settings", String.valueOf(settings));
        }
        settings.properties().forEach(each -> kept.put(each.getKey(), each.getValue()));
        return notification(now, "acc_ss", Row.of(settings.size()));
    }

    private String delete(Account account, JsonNode body, long now) {
        JsonNode keys = Fields.field(body, body.has("keys") ? "keys" : "settings");
        if (keys == null || !keys.isArray()) {
            throw Fields.invalid("keys", String.valueOf(keys));
        }
        keys.forEach(key -> office.folder(account).settings.remove(key.asText()));
        return notification(now, "acc_sd", Row.of(keys.size()));
    }

    private static String notification(long now, String type, String data) {
        return Row.of(now, type, null, null, Row.raw(data), null, "SUCCESS", null);
    }

    private String alerts(Account account) {
        return Row.list(office.folder(account).alerts.values().stream()
                .map(ProfileDesk::row)
                .toList());
    }

    private String setAlert(Account account, JsonNode body) {
        String symbol = Fields.text(body, "symbol", "");
        long price = Fields.decimal(body, "price", 0);
        Map<String, AccountFolder.Alert> alerts = office.folder(account).alerts;
        if (office.exchange().market(symbol) == null || alerts.size() >= AccountFolder.KEPT_MAX) {
            throw Fields.invalid("symbol", symbol);
        }
        if (price < 1) {
            throw Fields.invalid("price", Decimals.format(price));
        }
        AccountFolder.Alert alert = new AccountFolder.Alert(key(symbol, price), symbol, price);
        alerts.put(alert.key(), alert);
        return row(alert);
    }

    private String deleteAlert(Account account, String key) {
        return office.folder(account).alerts.remove(key) == null ? "[false]" : "[true]";
    }

    private static String key(String symbol, long price) {
        return "price:" + symbol + ":" + Decimals.format(price);
    }

    private static String row(AccountFolder.Alert alert) {
        return Row.of(alert.key(), "price", alert.symbol(), Row.units(alert.price()), 100);
    }

    private String available(Account account, JsonNode body) {
        String symbol = Fields.text(body, "symbol", "");
        boolean buys = Fields.whole(body, "dir", 1) > 0;
        if (symbol.startsWith("f")) {
            return Row.of(Row.units(account.wallets()
                    .of(WalletType.FUNDING, symbol.substring(1))
                    .available()));
        }
        Market market = office.exchange().market(symbol);
        if (market == null) {
            throw Fields.invalid("symbol", symbol);
        }
        boolean margin = Fields.text(body, "type", "EXCHANGE").equalsIgnoreCase("MARGIN");
        long rate = Fields.decimal(body, "rate", market.lastPrice());
        WalletType type = margin ? WalletType.MARGIN : WalletType.EXCHANGE;
        long money = account.wallets().of(type, market.spec().quote()).available();
        if (!buys && !margin) {
            return Row.of(Row.units(account.wallets().of(market.spec().base()).available()));
        }
        long bought = rate < 1
                ? 0
                : BigInteger.valueOf(Math.max(0, money))
                        .multiply(BigInteger.valueOf(Decimals.ONE))
                        .multiply(BigInteger.valueOf(margin ? 5 : 1))
                        .divide(BigInteger.valueOf(rate))
                        .longValue();
        return Row.of(Row.units(buys ? bought : -bought));
    }

    private String margin(Account account, String key) {
        if (key.equals("base")) {
            Wallet wallet = account.wallets().of(WalletType.MARGIN, "USD");
            return Row.of(
                    "base",
                    Row.raw(Row.of(
                            0,
                            0,
                            Row.units(wallet.balance()),
                            Row.units(wallet.balance()),
                            Row.units(wallet.balance() - wallet.available()))));
        }
        if (key.equals("sym_all")) {
            return Row.list(office.exchange().markets().keySet().stream()
                    .map(symbol -> symbol(account, symbol))
                    .toList());
        }
        if (office.exchange().market(key) == null) {
            throw new Refusal(Refusal.PARAMETER, "symbol: invalid");
        }
        return symbol(account, key);
    }

    private String symbol(Account account, String symbol) {
        Market market = office.exchange().market(symbol);
        String quote = market == null ? "" : market.spec().quote();
        long available =
                Math.max(0, account.wallets().of(WalletType.MARGIN, quote).available());
        Row.Units tradable = Row.units(Math.multiplyExact(available, 5));
        return Row.of("sym", symbol, Row.raw(Row.of(tradable, tradable, tradable, tradable, Row.nulls(4))));
    }
}
