/** The whole suite on one machine: embedded stores, services in one process or in many. */
@NullMarked
package tradelab.cli.local;

import org.jspecify.annotations.NullMarked;
