/** The HTTP operations of {@code openapi.yaml}. */
@NullMarked
package tradelab.monitor.api;

import org.jspecify.annotations.NullMarked;
