/** History of load tests, verdicts and reports: the report service put together. */
@NullMarked
package tradelab.report;

import org.jspecify.annotations.NullMarked;
