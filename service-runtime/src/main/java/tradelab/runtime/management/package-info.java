/** The management port: metrics, health, and the sample a second. */
@NullMarked
package tradelab.runtime.management;

import org.jspecify.annotations.NullMarked;
