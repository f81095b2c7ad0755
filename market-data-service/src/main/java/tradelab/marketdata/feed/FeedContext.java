package tradelab.marketdata.feed;

import io.vertx.core.Vertx;
import java.util.function.LongSupplier;

/**
 * What a feed may use.
 *
 * @param options what is set below {@code market-data.feed.NAME}
 * @param epochMillis the clock
 */
public record FeedContext(FeedOptions options, Vertx vertx, LongSupplier epochMillis) {}
