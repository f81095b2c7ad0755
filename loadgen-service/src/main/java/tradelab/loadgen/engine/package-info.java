/** Sends the requests of a test and measures them, one single-writer loop per event loop. */
@NullMarked
package tradelab.loadgen.engine;

import org.jspecify.annotations.NullMarked;
