/** Typed settings from files, environment and command line; every problem reported at once. */
@NullMarked
package tradelab.runtime.settings;

import org.jspecify.annotations.NullMarked;
