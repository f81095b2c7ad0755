/** How a WebSocket ends when its client does not help. */
@NullMarked
package tradelab.venue.socket;

import org.jspecify.annotations.NullMarked;
