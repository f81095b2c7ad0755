/** Drives unchanged exchange clients through everything they can do against the simulator. */
@NullMarked
package tradelab.venue.clients;

import org.jspecify.annotations.NullMarked;
