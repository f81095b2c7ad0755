/** What runs, targets and the whole process may not exceed, and how much of it is in use. */
@NullMarked
package tradelab.loadgen.cap;

import org.jspecify.annotations.NullMarked;
