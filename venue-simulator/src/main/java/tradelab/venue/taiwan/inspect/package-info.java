/** What the simulator tells about the Taiwan market beside the exchange's own API. */
@NullMarked
package tradelab.venue.taiwan.inspect;

import org.jspecify.annotations.NullMarked;
