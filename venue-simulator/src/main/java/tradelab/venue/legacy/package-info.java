/** The exchange's first API below {@code /v1}, which some clients still use beside the second. */
@NullMarked
package tradelab.venue.legacy;

import org.jspecify.annotations.NullMarked;
