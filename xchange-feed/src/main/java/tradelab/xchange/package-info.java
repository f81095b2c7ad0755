/** A feed of any venue that XChange reads. */
@NullMarked
package tradelab.xchange;

import org.jspecify.annotations.NullMarked;
