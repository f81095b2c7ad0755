package tradelab.report.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of results, newest first.
 *
 * @param next what to pass as {@code after} for the following page; absent on the last
 */
public record ResultPage(
        List<ResultSummary> results, @Nullable Long next) {
    public ResultPage {
        results = List.copyOf(results);
    }
}
