/** Judges runs by their thresholds, in plain words, and says where they hurt. */
@NullMarked
package tradelab.report.verdict;

import org.jspecify.annotations.NullMarked;
