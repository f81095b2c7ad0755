package tradelab.marketdata.serving;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Book;

/**
 * The part of one side of a book that a reader wants. Pure functions.
 *
 * @param within levels at most this far from the best price; absent: any
 * @param amount levels until this much can be had; absent: all
 */
record BookCut(@Nullable Price within, @Nullable Amount amount) {
    /** Returns the levels, best first; the last one is whole even if less of it would do. */
    List<Book.Level> of(List<Book.Level> side) {
        List<Book.Level> levels = new ArrayList<>();
        long had = 0;
        for (Book.Level level : side) {
            long away = Math.abs(level.price().units() - side.getFirst().price().units());
            boolean tooFar = within != null && away > within.units();
            boolean enough = amount != null && had >= amount.units();
            if (tooFar || enough) {
                break;
            }
            levels.add(level);
            had = had + level.amount().units() < 0
                    ? Long.MAX_VALUE
                    : had + level.amount().units();
        }
        return levels;
    }

    /** Returns the summed amount of levels. */
    static Amount total(List<Book.Level> levels) {
        long total = 0;
        for (Book.Level level : levels) {
            long sum = total + level.amount().units();
            total = sum < 0 ? Long.MAX_VALUE : sum;
        }
        return new Amount(total);
    }
}
