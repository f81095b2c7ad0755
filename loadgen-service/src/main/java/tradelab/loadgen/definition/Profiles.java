package tradelab.loadgen.definition;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tradelab.contracts.Require;

/** Definitions that are shipped: a definition says {@code profile: NAME}, and what it says itself goes before. */
public final class Profiles {
    /** Those that there are. */
    public static final List<String> NAMES = List.of(
            "mixed",
            "cached",
            "uncached",
            "cache-storm",
            "order-session",
            "order-flow",
            "order-storm",
            "cancel-storm",
            "mixed-chaos",
            "opening-auction",
            "limit-up-lock",
            "news-spike");

    /** What a definition says itself, and what of the profile is meant no longer then. */
    private record Instead(Set<String> said, Set<String> gone) {}

    private static final Set<String> REQUESTS = Set.of("operations", "sessions", "orders");
    private static final List<Instead> INSTEAD = List.of(
            new Instead(Set.of("rate", "schedule", "options"), Set.of("rate", "schedule")),
            new Instead(Set.of("options"), Set.of("duration", "thresholds")), // options have their own
            new Instead(REQUESTS, REQUESTS),
            new Instead(REQUESTS, Set.of("thresholds")), // which may name one of them
            new Instead(Set.of("targetUrl"), Set.of("target")),
            new Instead(Set.of("concurrent"), Set.of("connections")));

    private Profiles() {}

    /** Returns the text of a shipped definition. */
    public static String text(String name) {
        if (!NAMES.contains(name)) {
            throw Require.refused("profile", "one of " + NAMES, name);
        }
        try (InputStream in = Profiles.class.getResourceAsStream("/tradelab/loadgen/profiles/" + name + ".yaml")) {
            return new String(Require.present("profile " + name, in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // on our own class path
        }
    }

    /** Returns a definition together with the profile that it names, if it names one. */
    static Value.Members under(Value.Members written) {
        if (!(written.members().get("profile") instanceof Value.Text named)) {
            return written;
        }
        String text;
        try {
            text = text(named.text());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(named.place() + ": " + e.getMessage(), e);
        }
        Value.Members profile = DefinitionText.parse("profile:" + named.text(), text);
        Map<String, Value> members = new LinkedHashMap<>(profile.members());
        Set<String> said = written.members().keySet();
        INSTEAD.stream()
                .filter(instead -> instead.said.stream().anyMatch(said::contains))
                .forEach(instead -> members.keySet().removeAll(instead.gone));
        members.putAll(written.members());
        members.remove("profile");
        return new Value.Members(written.place(), members);
    }
}
