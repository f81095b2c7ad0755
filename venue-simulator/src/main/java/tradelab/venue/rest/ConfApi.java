package tradelab.venue.rest;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import tradelab.contracts.Decimals;
import tradelab.venue.exchange.Exchange;
import tradelab.venue.exchange.Fields;
import tradelab.venue.market.Market;
import tradelab.venue.market.MarketSpec;
import tradelab.venue.wire.Rows;

/** Answers {@code /v2/conf/{keys}}: one element for each key, an empty list for those that we have nothing for. */
final class ConfApi {
    private static final int KEYS_MAX = 64;

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
        Collection<Market> markets = exchange.markets().values();
        return switch (key) {
            case "pub:info:pair" ->
                markets.stream().map(market -> pairInfo(market.spec())).collect(Collectors.joining(",", "[", "]"));
            case "pub:list:pair:exchange" ->
                markets.stream()
                        .map(market ->
                                Rows.quote(new StringBuilder(), market.spec().pair()))
                        .collect(Collectors.joining(",", "[", "]"));
            case "pub:list:currency" ->
                currencies().stream()
                        .map(currency -> Rows.quote(new StringBuilder(), currency))
                        .collect(Collectors.joining(",", "[", "]"));
            case "pub:map:currency:label" ->
                currencies().stream()
                        .map(currency -> Rows.quote(
                                        Rows.quote(new StringBuilder("["), currency)
                                                .append(','),
                                        label(currency))
                                .append(']'))
                        .collect(Collectors.joining(",", "[", "]"));
            default -> "[]";
        };
    }

    private Set<String> currencies() {
        Set<String> currencies = new LinkedHashSet<>();
        exchange.markets().values().forEach(market -> {
            currencies.add(market.spec().base());
            currencies.add(market.spec().quote());
        });
        return currencies;
    }

    private static String label(String currency) {
        return switch (currency) {
            case "BTC" -> "Bitcoin";
            case "ETH" -> "Ethereum";
            case "USD" -> "US Dollar";
            default -> currency;
        };
    }

    private static StringBuilder pairInfo(MarketSpec spec) {
        StringBuilder out = Rows.quote(new StringBuilder("["), spec.pair());
        out.append(",[null,null,null,\"").append(Decimals.format(spec.amountMin()));
        out.append("\",\"").append(Decimals.format(spec.amountMax()));
        return out.append("\",null,null,null,null,null,null,null]]");
    }
}
