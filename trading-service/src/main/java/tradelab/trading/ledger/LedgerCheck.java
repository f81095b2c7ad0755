package tradelab.trading.ledger;

import java.util.List;

/** Holds histories of clients, gateway and venue against the {@link Law laws}. Pure: the same entries, the same verdict. */
public final class LedgerCheck {
    /** How many violations of each law are kept with their timeline. */
    public static final int KEPT_MAX = 20;

    private LedgerCheck() {}

    /**
     * Checks a history whose writers have come to rest.
     *
     * @param entries of all writers, in any order; a law for which nothing is there counts as not checked
     */
    public static Verdict of(List<Entry> entries) {
        Findings findings = new Findings(KEPT_MAX);
        History history = new History(entries, findings);
        ClientLaws.check(history, findings);
        OrderLaws.check(history, findings);
        ChainLaw.check(history, findings);
        VenueLaws.check(history, findings);
        FlowLaws.check(history, findings);
        long calls = history.calls.values().stream().mapToLong(List::size).sum();
        return new Verdict(findings.all(history), calls, history.orders.size(), history.arrivals.size());
    }
}
