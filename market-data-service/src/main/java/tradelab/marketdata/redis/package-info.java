/** Our wrapper of the Redis client: one pipelined connection, one for invalidations, and what their failures mean. */
@NullMarked
package tradelab.marketdata.redis;

import org.jspecify.annotations.NullMarked;
