package tradelab.loadgen.operation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tradelab.contracts.Require;

/** The data that a test's operations may refer to. Immutable; one for all operations of a test. */
public record Data(List<Feed> feeds, List<Keys> keys) {
    public static final Data NONE = new Data(List.of(), List.of());
    public static final int SOURCES_MAX = 32;

    public Data {
        feeds = List.copyOf(feeds);
        keys = List.copyOf(keys);
        var _ = Require.range("feeds", feeds.size(), 0, SOURCES_MAX);
        var _ = Require.range("keys", keys.size(), 0, SOURCES_MAX);
        Set<String> names = new HashSet<>();
        Stream.concat(feeds.stream().map(Feed::name), keys.stream().map(Keys::name))
                .forEach(name -> {
                    if (!names.add(name)) {
                        throw Require.refused("feeds", "each name once, keys included", name);
                    }
                });
    }

    /** What a definition is shown with: the rows stay here. */
    @JsonValue
    List<String> names() {
        return Stream.concat(feeds.stream().map(Feed::name), keys.stream().map(Keys::name))
                .toList();
    }

    /** Returns the position of the feed of this name, or -1. */
    int feed(String name) {
        return feeds.stream().map(Feed::name).toList().indexOf(name);
    }

    /** Returns the position of the keys of this name, or -1. */
    int key(String name) {
        return keys.stream().map(Keys::name).toList().indexOf(name);
    }
}
