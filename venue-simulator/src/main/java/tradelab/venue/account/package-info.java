/** Accounts: wallets that reserve, pay, receive and release. */
@NullMarked
package tradelab.venue.account;

import org.jspecify.annotations.NullMarked;
