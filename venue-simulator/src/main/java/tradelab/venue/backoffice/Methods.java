package tradelab.venue.backoffice;

import java.util.Locale;

/** The ways in which money comes and goes, and what comes that way. */
final class Methods {
    private Methods() {}

    /** Returns the currency of a method; a method that is not known is taken for a currency's code. */
    static String currency(String method) {
        return switch (method) {
            case "bitcoin", "lnx" -> "BTC";
            case "ethereum" -> "ETH";
            case "litecoin" -> "LTC";
            case "wire" -> "USD";
            case "tetheruso", "tetheruse", "tetherusx", "tetherusl" -> "UST";
            default -> method.toUpperCase(Locale.ROOT);
        };
    }
}
