/** The report service on HTTP and on the event bus. */
@NullMarked
package tradelab.report.api;

import org.jspecify.annotations.NullMarked;
