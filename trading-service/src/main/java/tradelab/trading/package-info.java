/** The trading service: orders in, durably; batched and paced to venues; followed to their end. */
@NullMarked
package tradelab.trading;

import org.jspecify.annotations.NullMarked;
