/** What the tests of every module share: the same tree gives the same verdict, on a quick machine and on a busy one. */
@NullMarked
package tradelab.testing;

import org.jspecify.annotations.NullMarked;
