/** Which securities are listed: read from a file, or generated. */
@NullMarked
package tradelab.venue.taiwan.universe;

import org.jspecify.annotations.NullMarked;
