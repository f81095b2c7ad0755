package tradelab.venue.taiwan.market;

/** How a trade came about, and its letter in the feed. */
public enum TradeKind {
    OPENING('O'),
    CONTINUOUS('C'),
    AFTER_INTERRUPTION('I'),
    CLOSING('E'),
    ODD_LOT('L'),
    FIXED_PRICE('F');

    private final char letter;

    TradeKind(char letter) {
        this.letter = letter;
    }

    public char letter() {
        return letter;
    }
}
