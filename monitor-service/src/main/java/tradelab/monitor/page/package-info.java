/** The live page: its files, compressed once, with the headers that keep it harmless. */
@NullMarked
package tradelab.monitor.page;

import org.jspecify.annotations.NullMarked;
