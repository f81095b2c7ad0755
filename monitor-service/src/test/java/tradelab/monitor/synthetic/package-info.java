/** A made-up suite whose samples look like those of a real one under load: for tests and for looking at the page. */
@NullMarked
package tradelab.monitor.synthetic;

import org.jspecify.annotations.NullMarked;
