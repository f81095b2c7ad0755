/** The one compact sample a second that every service publishes about itself. */
@NullMarked
package tradelab.contracts.monitor;

import org.jspecify.annotations.NullMarked;
