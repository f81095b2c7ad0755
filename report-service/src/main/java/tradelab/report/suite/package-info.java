/** What a report is about: the runs of one suite and the facts counted beside them. */
@NullMarked
package tradelab.report.suite;

import org.jspecify.annotations.NullMarked;
