package tradelab.trading.simulation;

import tradelab.trading.ledger.Law;

/** A law is broken, here and now. */
final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Law law;

    Broken(Law law, String detail) {
        super(law.code() + " " + law + ": " + detail, null, false, false);
        this.law = law;
    }

    Law law() {
        return law;
    }

    static void unless(boolean holds, Law law, String detail) {
        if (!holds) {
            throw new Broken(law, detail);
        }
    }
}
