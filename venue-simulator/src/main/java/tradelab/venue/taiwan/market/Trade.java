package tradelab.venue.taiwan.market;

import org.jspecify.annotations.Nullable;

/**
 * Two orders that traded.
 *
 * @param id rises over the whole venue
 * @param price times 10^8
 * @param taker null in auctions
 */
public record Trade(
        long id,
        Order buy,
        Order sell,
        long price,
        long shares,
        @Nullable Side taker,
        TradeKind kind,
        long millis) {}
