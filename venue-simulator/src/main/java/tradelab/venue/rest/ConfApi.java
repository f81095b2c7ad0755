package tradelab.venue.rest;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import tradelab.contracts.Decimals;
import tradelab.venue.exchange.Exchange;
import tradelab.venue.exchange.Fields;
import tradelab.venue.market.Market;
import tradelab.venue.market.MarketSpec;
import tradelab.venue.wire.DerivativeStatus;
import tradelab.venue.wire.Row;
import tradelab.venue.wire.Rows;

/** Answers {@code /v2/conf/{keys}}: one element for each key, an empty list for those that we have nothing for. */
final class ConfApi {
    private static final int KEYS_MAX = 64;
    private static final String FUTURE = "F0";
    private static final long INITIAL_MARGIN = Decimals.ONE / 5;
    private static final long MINIMUM_MARGIN = Decimals.ONE / 10;

    private final Exchange exchange;

    ConfApi(Exchange exchange) {
        this.exchange = exchange;
    }

    String answer(String keys) {
        String[] wanted = keys.split(",", KEYS_MAX + 1);
        if (wanted.length > KEYS_MAX) {
            throw Fields.invalid("keys", keys);
        }
        StringBuilder out = new StringBuilder("[");
        for (String key : wanted) {
            out.append(out.length() == 1 ? "" : ",").append(value(key));
        }
        return out.append(']').toString();
    }

    private String value(String key) {
        return switch (key) {
            case "pub:info:pair" -> pairs(market -> !DerivativeStatus.isDerivative(market), ConfApi::pairInfo);
            case "pub:info:pair:futures" -> pairs(DerivativeStatus::isDerivative, ConfApi::pairInfo);
            case "pub:list:pair:exchange", "pub:list:pair:margin" ->
                pairs(market -> !DerivativeStatus.isDerivative(market), ConfApi::pair);
            case "pub:list:pair:futures" -> pairs(DerivativeStatus::isDerivative, ConfApi::pair);
            case "pub:list:currency" -> currencies(_ -> true, ConfApi::quoted);
            case "pub:list:currency:margin" -> currencies(each -> !each.endsWith(FUTURE), ConfApi::quoted);
            case "pub:list:currency:futures", "pub:list:currency:paper" ->
                currencies(each -> key.endsWith("futures") && each.endsWith(FUTURE), ConfApi::quoted);
            case "pub:map:currency:label" -> currencies(_ -> true, each -> Row.of(each, label(each)));
            case "pub:map:currency:sym" ->
                currencies(each -> each.startsWith("UST"), each -> Row.of(each, each.replace("UST", "USDt")));
            case "pub:map:currency:undl" ->
                currencies(each -> each.endsWith(FUTURE), each -> Row.of(each, each.replace(FUTURE, "")));
            case "pub:map:currency:tx:fee" -> currencies(ConfApi::isCoin, each -> Row.of(each, Row.raw("[0,0]")));
            case "pub:map:tx:method" ->
                currencies(ConfApi::isCoin, each -> Row.of(method(each), Row.raw(Row.of(each))));
            case "pub:info:tx:status" ->
                currencies(ConfApi::isCoin, each -> Row.of(method(each), 1, 1, Row.nulls(4), 0, 0, null, null, 3));
            case "pub:map:pair:sym" ->
                pairs(_ -> true, market -> Row.of(market.spec().pair(), name(market)));
            case "pub:spec:margin" ->
                "{\"conf\":{\"base_size_thres\":0,\"base_size_incr\":1,\"base_step\":0},\"rules\":{}}";
            case "pub:fees" ->
                "{\"deriv_perp\":{\"correction_clamp_min\":0.0025,\"correction_clamp_insurance\":0.0015,"
                        + "\"correction_slope\":0.2}}";
            default -> "[]";
        };
    }

    private String pairs(Predicate<Market> wanted, Function<Market, String> row) {
        return Row.list(
                exchange.markets().values().stream().filter(wanted).map(row).toList());
    }

    private String currencies(Predicate<String> wanted, Function<String, String> row) {
        Set<String> currencies = new LinkedHashSet<>();
        exchange.markets().values().forEach(market -> {
            currencies.add(market.spec().base());
            currencies.add(market.spec().quote());
        });
        return Row.list(currencies.stream().filter(wanted).map(row).toList());
    }

    private static String pair(Market market) {
        return quoted(market.spec().pair());
    }

    private static String name(Market market) {
        return label(market.spec().base()) + "/" + label(market.spec().quote());
    }

    private static String quoted(String text) {
        return Rows.quote(new StringBuilder(), text).toString();
    }

    private static boolean isCoin(String currency) {
        return !currency.endsWith(FUTURE) && !currency.equals("USD");
    }

    private static String method(String currency) {
        return switch (currency) {
            case "BTC" -> "BITCOIN";
            case "ETH" -> "ETHEREUM";
            case "LTC" -> "LITECOIN";
            case "UST" -> "TETHERUSE";
            default -> currency;
        };
    }

    private static String label(String currency) {
        return switch (currency) {
            case "BTC" -> "Bitcoin";
            case "ETH" -> "Ethereum";
            case "LTC" -> "Litecoin";
            case "USD" -> "US Dollar";
            case "UST" -> "Tether USDt";
            default -> currency;
        };
    }

    private static String pairInfo(Market market) {
        MarketSpec spec = market.spec();
        return Row.of(
                spec.pair(),
                Row.raw(Row.of(
                        Row.nulls(3),
                        Decimals.format(spec.amountMin()),
                        Decimals.format(spec.amountMax()),
                        Row.nulls(3),
                        Row.units(INITIAL_MARGIN),
                        Row.units(MINIMUM_MARGIN),
                        null,
                        null)));
    }
}
