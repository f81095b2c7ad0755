/** The whole exchange: every security, the accounts, the day's timetable, and the ledger of what arrived. */
@NullMarked
package tradelab.venue.taiwan.exchange;

import org.jspecify.annotations.NullMarked;
