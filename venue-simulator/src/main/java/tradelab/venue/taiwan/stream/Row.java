package tradelab.venue.taiwan.stream;

/**
 * A row of a public channel as it leaves.
 *
 * @param index of the security; -1 for the whole market
 */
record Row(int index, String text) {}
