/** The ledger check from the command line, and where it reads histories: files, the database, the venue. */
@NullMarked
package tradelab.cli.ledger;

import org.jspecify.annotations.NullMarked;
