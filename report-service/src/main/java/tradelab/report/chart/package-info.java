/** Charts of a run drawn as SVG on the server. */
@NullMarked
package tradelab.report.chart;

import org.jspecify.annotations.NullMarked;
