package tradelab.venue.exchange;

import tradelab.venue.matching.OrderKind;

/** The exchange's order types; each comes with {@code EXCHANGE } for spot and without for margin. */
public enum OrderType {
    LIMIT("LIMIT", OrderKind.LIMIT),
    MARKET("MARKET", OrderKind.MARKET),
    STOP("STOP", OrderKind.MARKET),
    STOP_LIMIT("STOP LIMIT", OrderKind.LIMIT),
    TRAILING_STOP("TRAILING STOP", OrderKind.MARKET),
    FOK("FOK", OrderKind.FOK),
    IOC("IOC", OrderKind.IOC);

    static final String SPOT = "EXCHANGE ";

    private final String text;
    private final OrderKind kind;

    OrderType(String text, OrderKind kind) {
        this.text = text;
        this.kind = kind;
    }

    /** Returns how it meets the book: a stop once it is reached. */
    OrderKind kind() {
        return kind;
    }

    /** Returns whether it waits for a price first. */
    boolean waits() {
        return this == STOP || this == STOP_LIMIT || this == TRAILING_STOP;
    }

    String text(boolean margin) {
        return margin ? text : SPOT + text;
    }

    /** @throws Refusal for anything but the exchange's names */
    static OrderType of(String name) {
        String bare = name.startsWith(SPOT) ? name.substring(SPOT.length()).strip() : name;
        for (OrderType type : values()) {
            if (type.text.equals(bare)) {
                return type;
            }
        }
        throw Fields.invalid("type", name);
    }
}
