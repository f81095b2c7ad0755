/** Real PostgreSQL and Redis servers for one machine, on the loopback address only. */
@NullMarked
package tradelab.stores;

import org.jspecify.annotations.NullMarked;
