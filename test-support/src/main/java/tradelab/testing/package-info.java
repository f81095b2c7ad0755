/** What the tests of every module share: the same tree gives the same verdict. */
@NullMarked
package tradelab.testing;

import org.jspecify.annotations.NullMarked;
