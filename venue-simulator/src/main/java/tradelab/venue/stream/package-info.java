/** The exchange's WebSocket, {@code /ws/2}: public channels, and each account's own stream and orders. */
@NullMarked
package tradelab.venue.stream;

import org.jspecify.annotations.NullMarked;
