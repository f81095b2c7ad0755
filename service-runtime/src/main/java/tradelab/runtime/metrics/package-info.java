/** Micrometer registries, event-loop lag, blocked time and event-bus latency. */
@NullMarked
package tradelab.runtime.metrics;

import org.jspecify.annotations.NullMarked;
