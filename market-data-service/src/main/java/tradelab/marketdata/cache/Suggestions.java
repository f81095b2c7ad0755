package tradelab.marketdata.cache;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Names near to one that nobody knows. Pure functions. */
final class Suggestions {
    static final int SUGGESTIONS_MAX = 3;

    private Suggestions() {}

    /** Returns the nearest of {@code known}, nearest first: those that need changes to at most half their letters. */
    static List<String> of(String name, List<String> known) {
        String wanted = symbol(name);
        return known.stream()
                .flatMap(candidate -> {
                    int distance = distance(wanted, symbol(candidate));
                    return distance * 2 <= symbol(candidate).length()
                            ? Stream.of(new Near(candidate, distance))
                            : Stream.empty();
                })
                .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
                .limit(SUGGESTIONS_MAX)
                .map(Near::name)
                .toList();
    }

    private record Near(String name, int distance) {}

    private static String symbol(String name) {
        return name.substring(name.indexOf(':') + 1).toLowerCase(Locale.ROOT);
    }

    /** Levenshtein's distance, one row at a time. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
