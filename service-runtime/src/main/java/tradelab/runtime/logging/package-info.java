/** Where log lines go and what they look like. */
@NullMarked
package tradelab.runtime.logging;

import org.jspecify.annotations.NullMarked;
