/** PostgreSQL pools with every bound set, and schema migration. */
@NullMarked
package tradelab.runtime.postgres;

import org.jspecify.annotations.NullMarked;
