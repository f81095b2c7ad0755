/** The main job: start everything, feed it, load it, check the ledger, judge, report. */
@NullMarked
package tradelab.cli.demo;

import org.jspecify.annotations.NullMarked;
