/** Several trading services in processes of their own, and what becomes of orders when these are stopped and killed. */
@NullMarked
package tradelab.trading.cluster;

import org.jspecify.annotations.NullMarked;
