/** Faults on demand: what goes wrong, where, how often and until when, and the journal of everything that arrived. */
@NullMarked
package tradelab.venue.fault;

import org.jspecify.annotations.NullMarked;
