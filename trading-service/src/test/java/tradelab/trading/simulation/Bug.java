package tradelab.trading.simulation;

/** Planted mistakes, each of them one that a gateway could have. Switched on by name; all of them must be found. */
enum Bug {
    /** Acknowledges when the order is in memory. */
    ACKNOWLEDGES_BEFORE_COMMIT,
    /** Sends when the order is claimed in memory. */
    SENDS_BEFORE_INTENT_IS_DURABLE,
    /** Takes a lost answer for "not executed". */
    RETRIES_BLINDLY,
    /** Takes a lost answer for a refusal. */
    TAKES_A_LOST_ANSWER_FOR_A_REFUSAL,
    /** Asks the venue only for today's orders. */
    FORGETS_THE_DATE,
    /** One reading that lacks an order proves its absence, however soon it comes. */
    CONCLUDES_TOO_SOON,
    /** Takes a list of closed orders that the venue has shortened for a whole one. */
    IGNORES_THE_HISTORY_WINDOW,
    /** A fill of a final order is thrown away. */
    DROPS_LATE_FILLS,
    /** A fill that is told twice counts twice. */
    COUNTS_FILLS_TWICE,
    /** The log does not look at the epoch. */
    DOES_NOT_FENCE,
    /** An intent is sent however old it is. */
    SENDS_OLD_INTENTS,
    /** A cancellation counts as done when its call is over. */
    CANCELS_BEFORE_PROOF,
    /** Names are not looked up in the log. */
    FORGETS_NAMES_AT_RESTART,
    /** What may have been sent is queued anew at start. */
    RESENDS_AT_RESTART,
    /** A new owner does not read that trading is stopped. */
    DOES_NOT_REREAD_THE_STOP,
    /** Results of a batch are mapped by position. */
    MAPS_RESULTS_BY_POSITION,
    /** A commit without an answer counts as failed. */
    TAKES_AN_UNKNOWN_COMMIT_FOR_FAILED,
    /** A group whose answer was lost is written once more. */
    REPEATS_A_GROUP,
    /** A new owner sends before it has read the venue's records, as if nothing were in doubt. */
    DROPS_WHAT_WAS_IN_FLIGHT,
    /** A reduction waits until what came later was taken. */
    LETS_NEW_ORDERS_OVERTAKE_REDUCTIONS,
    /** A call carries its cancellations behind its orders. */
    SENDS_CANCELLATIONS_LAST,
    /** The pace starts anew whenever the venue is read. */
    REFILLS_THE_PACE
}
