/** What every service needs to live; starts, watches and drains services, and knows no domain word. */
@NullMarked
package tradelab.runtime;

import org.jspecify.annotations.NullMarked;
