package tradelab.venue.journal;

/**
 * The ledger in numbers.
 *
 * @param distinctCids different client ids among the acceptances that are retained
 * @param repeatedCids client ids accepted more than once among them
 * @param retained entries in memory; less than {@code arrivals} when the oldest gave way
 */
public record LedgerSummary(
        long arrivals, long acceptances, long refusals, long distinctCids, long repeatedCids, long retained) {}
