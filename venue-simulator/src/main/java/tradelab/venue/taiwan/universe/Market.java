package tradelab.venue.taiwan.universe;

import tradelab.contracts.Require;

/** The exchange that lists a security. */
public enum Market {
    TWSE("tse"),
    TPEX("otc");

    private final String quoteName;

    Market(String quoteName) {
        this.quoteName = quoteName;
    }

    /** What the public quotes call it. */
    public String quoteName() {
        return quoteName;
    }

    /** @throws IllegalArgumentException for neither */
    public static Market parse(String text) {
        return switch (text) {
            case "TWSE", "上市臺灣創新板" -> TWSE;
            case "TPEX", "TPEx" -> TPEX;
            default -> throw Require.refused("market", "TWSE or TPEX", text);
        };
    }
}
