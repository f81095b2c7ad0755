/** The simulator inside a test: a JUnit extension that starts it in the same process. */
@NullMarked
package tradelab.venue.testing;

import org.jspecify.annotations.NullMarked;
