/** Recordings of an exchange's public WebSocket frames: read, timed, and played to a market's subscribers. */
@NullMarked
package tradelab.venue.replay;

import org.jspecify.annotations.NullMarked;
