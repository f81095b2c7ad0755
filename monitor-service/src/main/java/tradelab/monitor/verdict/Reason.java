package tradelab.monitor.verdict;

/**
 * One thing that keeps the suite from being healthy.
 *
 * @param rule its stable name, for example {@code service-lost}
 * @param service whom it is about
 * @param text a sentence for people, with the measured value and the limit
 */
public record Reason(Level level, String rule, String service, String text) {}
