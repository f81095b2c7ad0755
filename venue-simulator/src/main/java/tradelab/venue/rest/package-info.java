/** The exchange's REST API, public and authenticated, below {@code /v2}. */
@NullMarked
package tradelab.venue.rest;

import org.jspecify.annotations.NullMarked;
