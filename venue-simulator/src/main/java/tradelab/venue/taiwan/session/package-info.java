/** The trading day: its phases, its calendar, and the market clock. */
@NullMarked
package tradelab.venue.taiwan.session;

import org.jspecify.annotations.NullMarked;
