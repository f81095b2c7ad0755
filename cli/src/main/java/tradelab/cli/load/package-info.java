/** Load tests from the command line, and the files that their results go to. */
@NullMarked
package tradelab.cli.load;

import org.jspecify.annotations.NullMarked;
