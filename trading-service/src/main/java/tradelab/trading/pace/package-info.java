/** How often a venue may be called. Plain Java: no Vert.x, no clock, no locks. */
@NullMarked
package tradelab.trading.pace;

import org.jspecify.annotations.NullMarked;
