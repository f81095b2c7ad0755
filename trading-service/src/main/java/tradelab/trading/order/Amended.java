package tradelab.trading.order;

/**
 * How far the amendments of an order have come.
 *
 * @param working what was sent and not refused
 * @param due whether the venue has still to be told what is wanted
 */
public record Amended(Terms working, boolean due) {}
