/** One self-contained HTML file, or JSON, for a suite of runs. */
@NullMarked
package tradelab.report.html;

import org.jspecify.annotations.NullMarked;
