/** Says in one word and a few sentences how the suite is, from the newest samples. Plain Java. */
@NullMarked
package tradelab.monitor.verdict;

import org.jspecify.annotations.NullMarked;
