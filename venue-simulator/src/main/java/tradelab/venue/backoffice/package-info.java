/** What an account does beside trading: money between wallets, in and out; lending offers; alerts; settings; tokens. */
@NullMarked
package tradelab.venue.backoffice;

import org.jspecify.annotations.NullMarked;
