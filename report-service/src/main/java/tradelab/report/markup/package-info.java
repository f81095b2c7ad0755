/** HTML and SVG that is escaped by construction. */
@NullMarked
package tradelab.report.markup;

import org.jspecify.annotations.NullMarked;
