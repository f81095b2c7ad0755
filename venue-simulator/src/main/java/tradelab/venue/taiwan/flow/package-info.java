/** Background orders that bring every security to life. */
@NullMarked
package tradelab.venue.taiwan.flow;

import org.jspecify.annotations.NullMarked;
