/** The order log in PostgreSQL: groups of steps, each committed once and only by the partition's owner. */
@NullMarked
package tradelab.trading.journal;

import org.jspecify.annotations.NullMarked;
