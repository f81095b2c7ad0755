package tradelab.trading.ledger;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what is found, by law. Keeps the first violations of each, counts the others. */
final class Findings {
    private record Broken(String order, String detail) {}

    private static final class About {
        private final List<Broken> first = new ArrayList<>();
        private long cases;
        private long broken;
        private @Nullable String notChecked;
    }

    private final int keptMax;
    private final Map<Law, About> laws = new EnumMap<>(Law.class);

    Findings(int keptMax) {
        this.keptMax = keptMax;
        for (Law law : Law.values()) {
            laws.put(law, new About());
        }
    }

    private About about(Law law) {
        return laws.computeIfAbsent(law, _ -> new About());
    }

    void cases(Law law, long more) {
        about(law).cases += more;
    }

    void notChecked(Law law, String why) {
        about(law).notChecked = why;
    }

    /** {@code order} broke {@code law}. */
    void broken(Law law, String order, String detail) {
        About about = about(law);
        about.broken++;
        if (about.first.size() < keptMax) {
            about.first.add(new Broken(order, detail));
        }
    }

    /** One case of {@code law}, broken unless {@code holds}. */
    void check(Law law, boolean holds, String order, String detail) {
        about(law).cases++;
        if (!holds) {
            broken(law, order, detail);
        }
    }

    List<Verdict.Finding> all(History history) {
        List<Verdict.Finding> all = new ArrayList<>();
        laws.forEach((law, about) -> all.add(new Verdict.Finding(
                law,
                law.code(),
                law.sentence(),
                about.cases,
                about.broken,
                about.notChecked,
                about.first.stream()
                        .map(broken ->
                                new Violation(law, broken.order(), broken.detail(), history.timeline(broken.order())))
                        .toList())));
        return all;
    }
}
