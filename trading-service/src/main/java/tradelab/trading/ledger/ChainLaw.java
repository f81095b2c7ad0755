package tradelab.trading.ledger;

import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tradelab.trading.chain.Chain;

/** The groups of each partition follow each other, each holds the one before it, and nothing was cut off at their end. */
final class ChainLaw {
    /** How many orders of a group are named. */
    private static final int NAMED_MAX = 5;

    private static final HexFormat HEX = HexFormat.of();

    private final History history;
    private final Findings findings;

    private ChainLaw(History history, Findings findings) {
        this.history = history;
        this.findings = findings;
    }

    static void check(History history, Findings findings) {
        if (history.groups.isEmpty() && history.heads.isEmpty()) {
            if (!history.events.isEmpty()) {
                findings.notChecked(Law.UNBROKEN, "no groups of the gateway: gaps were looked for, and no chain");
            }
            return;
        }
        ChainLaw law = new ChainLaw(history, findings);
        history.groups.values().forEach(law::follow);
        history.heads.forEach((partition, heads) -> law.end(history.groups.getOrDefault(partition, List.of()), heads));
    }

    /** Each group is held against the link that the one before it has, right or wrong: later ones are not to blame. */
    private void follow(List<Entry.Group> groups) {
        Entry.Group before = null;
        for (Entry.Group group : groups) {
            long last = before == null ? 0 : before.lastSequence();
            String fault = group.firstSequence() != last + 1 ? "follows sequence " + last : fault(group, before);
            findings.cases(Law.UNBROKEN, 1);
            if (fault != null) {
                broken(group, fault);
            }
            if (group.firstSequence() > last) {
                before = group;
            }
        }
    }

    private @Nullable String fault(Entry.Group group, Entry.@Nullable Group before) {
        if (before != null && group.epoch() < before.epoch()) {
            return "was written under epoch " + group.epoch() + ", after epoch " + before.epoch();
        }
        String link = group.link();
        String previous = before == null ? null : before.link();
        if (link == null) {
            if (previous != null) {
                return "has no link, and the group before it has one";
            }
            findings.notChecked(
                    Law.UNBROKEN,
                    "partition " + group.partition() + " up to sequence " + group.lastSequence()
                            + " is from before there were links: gaps were looked for there");
            return null;
        }
        byte[] expected = Chain.link(
                HEX.parseHex(previous == null ? Chain.GENESIS : previous),
                group.partition(),
                group.firstSequence(),
                group.lastSequence(),
                group.epoch(),
                HEX.parseHex(group.content()));
        if (link.equals(HEX.formatHex(expected))) {
            return group.suspects().isEmpty() ? null : "stands as it was written";
        }
        return "is not what was written: its link is " + shortened(link) + ", its rows make it "
                + shortened(HEX.formatHex(expected));
    }

    /** Whatever was once said of the end still stands in the stream, and what was said last is its end. */
    private void end(List<Entry.Group> groups, List<Entry.Head> heads) {
        for (Entry.Head head : heads) {
            Entry.Group group = groups.stream()
                    .filter(one -> one.lastSequence() == head.lastSequence())
                    .findFirst()
                    .orElse(null);
            String link = group == null ? null : group.link();
            boolean stands = head.lastSequence() == 0 || group != null;
            findings.check(
                    Law.UNBROKEN,
                    stands && (group == null || Objects.equals(link, head.link())),
                    group == null ? "partition " + head.partition() : name(group),
                    "partition " + head.partition() + " ended at sequence " + head.lastSequence() + " with link "
                            + shortened(head.link()) + "; now "
                            + (group == null ? "no group ends there" : "its link there is " + shortened(link)));
        }
        long end = heads.getLast().lastSequence();
        for (Entry.Group group : groups) {
            if (group.lastSequence() > end) {
                broken(group, "stands behind the end of the stream, sequence " + end);
            }
        }
    }

    private void broken(Entry.Group group, String fault) {
        String where = "partition " + group.partition() + ", sequences " + group.firstSequence() + " to "
                + group.lastSequence() + ": ";
        if (group.suspects().isEmpty()) {
            findings.broken(Law.UNBROKEN, name(group), where + fault + "; orders " + orders(group));
        }
        for (String suspect : group.suspects()) {
            findings.broken(Law.UNBROKEN, suspect, where + fault + "; the row of this order was changed");
        }
    }

    private String name(Entry.Group group) {
        List<String> orders = orders(group);
        return orders.isEmpty() ? "partition " + group.partition() : orders.getFirst();
    }

    private List<String> orders(Entry.Group group) {
        return history.streams.getOrDefault(group.partition(), List.of()).stream()
                .filter(event -> event.sequence() >= group.firstSequence() && event.sequence() <= group.lastSequence())
                .map(Entry.Event::orderId)
                .distinct()
                .limit(NAMED_MAX)
                .toList();
    }

    private static String shortened(@Nullable String link) {
        return link == null ? "none" : link.length() <= 12 ? link : link.substring(0, 12) + "…";
    }
}
