/** When to try again. Plain Java: no Vert.x, no clock. */
@NullMarked
package tradelab.marketdata.reconnect;

import org.jspecify.annotations.NullMarked;
