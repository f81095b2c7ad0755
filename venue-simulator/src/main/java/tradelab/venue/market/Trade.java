package tradelab.venue.market;

/**
 * A trade on the public tape.
 *
 * @param amount positive when the taker bought, negative when it sold; times 10^8
 * @param price times 10^8
 */
public record Trade(long id, long millis, long amount, long price) {}
