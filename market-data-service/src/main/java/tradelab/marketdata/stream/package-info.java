/** Live streams: one encoding of each change for all who watch, conflated for whoever is slow. */
@NullMarked
package tradelab.marketdata.stream;

import org.jspecify.annotations.NullMarked;
