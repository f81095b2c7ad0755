/** What crosses the event bus: endpoints, topics, messages and failures. All that an event-bus client needs. */
@NullMarked
package tradelab.contracts;

import org.jspecify.annotations.NullMarked;
