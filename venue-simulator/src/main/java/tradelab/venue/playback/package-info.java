/** Does again what a journal says, and holds the state that comes out against the first one by a hash. */
@NullMarked
package tradelab.venue.playback;

import org.jspecify.annotations.NullMarked;
