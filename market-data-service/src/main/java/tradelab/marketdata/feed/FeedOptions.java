package tradelab.marketdata.feed;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tradelab.contracts.Require;

/**
 * What is set for one feed, checked as it is read.
 *
 * @param feed the feed's name
 * @param values by key, without the prefix
 */
public record FeedOptions(String feed, Map<String, String> values) {
    public FeedOptions {
        values = Map.copyOf(values);
    }

    /** @throws IllegalArgumentException naming a key that is none of {@code known} */
    public void only(String... known) {
        Set<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(Arrays.asList(known));
        if (!unknown.isEmpty()) {
            throw Require.refused(
                    "market-data.feed." + feed, "keys among " + String.join(", ", known), String.join(", ", unknown));
        }
    }

    public String text(String key, String otherwise) {
        return values.getOrDefault(key, otherwise);
    }

    /** @throws IllegalArgumentException if it is not set */
    public String required(String key) {
        String value = values.get(key);
        if (value == null || value.isBlank()) {
            throw Require.refused("market-data.feed." + feed + "." + key, "a value", "none");
        }
        return value;
    }

    /** Returns what commas separate. */
    public List<String> list(String key) {
        return Arrays.stream(text(key, "").split(",", -1))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    /** @throws IllegalArgumentException for anything but a whole number from {@code least} to {@code most} */
    public long number(String key, long otherwise, long least, long most) {
        String value = values.get(key);
        try {
            return Require.range(
                    "market-data.feed." + feed + "." + key,
                    value == null ? otherwise : Long.parseLong(value.strip()),
                    least,
                    most);
        } catch (NumberFormatException e) {
            throw Require.refused("market-data.feed." + feed + "." + key, "a whole number", String.valueOf(value));
        }
    }
}
