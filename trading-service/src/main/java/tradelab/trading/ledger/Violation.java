package tradelab.trading.ledger;

import java.util.List;

/**
 * One order that broke a law.
 *
 * @param order the gateway's id where it is known, or what else names it
 * @param timeline all that the histories say about it, by time
 */
public record Violation(Law law, String order, String detail, List<String> timeline) {
    public Violation {
        timeline = List.copyOf(timeline);
    }
}
