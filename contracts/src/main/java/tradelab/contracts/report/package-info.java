/** Results of load tests on their way into the history. */
@NullMarked
package tradelab.contracts.report;

import org.jspecify.annotations.NullMarked;
