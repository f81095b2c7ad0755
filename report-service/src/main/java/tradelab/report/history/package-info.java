/** The history of results in PostgreSQL. */
@NullMarked
package tradelab.report.history;

import org.jspecify.annotations.NullMarked;
