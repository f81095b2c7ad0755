package tradelab.trading.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tradelab.trading.chain.Chain;

/** Whoever changes the log is found, at the group that was changed or where one is missing. */
class ChainLawPropertyTest {
    private static final HexFormat HEX = HexFormat.of();

    @Property
    void namesTheFirstGroupThatIsNotWhatWasWritten(@ForAll long seed) {
        List<Entry> entries = CleanHistory.of(seed, 12);
        Random random = new Random(seed);
        List<Entry.Group> groups = groups(entries);
        int at = random.nextInt(groups.size());
        Entry.Group was = groups.get(at);
        long first = was.firstSequence();
        Entry.Group now = switch (random.nextInt(4)) {
            case 0 -> with(was, first, was.epoch() + 1, was.content(), was.link());
            case 1 -> with(was, first, was.epoch(), flipped(was.content(), random), was.link());
            case 2 -> with(was, first, was.epoch(), was.content(), flipped(was.link(), random));
            default -> with(was, first - 1, was.epoch(), was.content(), was.link());
        };
        var _ = entries.set(entries.indexOf(was), now);
        assertThat(firstBroken(entries)).isEqualTo(orderAt(entries, Math.max(1, now.firstSequence())));
    }

    @Property
    void findsAGroupThatIsMissing(@ForAll long seed) {
        List<Entry> entries = CleanHistory.of(seed, 12);
        List<Entry.Group> groups = groups(entries);
        int at = new Random(seed).nextInt(groups.size());
        boolean _ = entries.remove(groups.get(at));
        boolean last = at == groups.size() - 1;
        assertThat(firstBroken(entries))
                .isEqualTo(
                        last
                                ? "partition 0"
                                : orderAt(entries, groups.get(at + 1).firstSequence()));
    }

    @Property
    void findsGroupsThatChangedPlaces(@ForAll long seed) {
        List<Entry> entries = CleanHistory.of(seed, 12);
        List<Entry.Group> groups = groups(entries);
        int at = new Random(seed).nextInt(groups.size() - 1);
        Entry.Group one = groups.get(at);
        Entry.Group next = groups.get(at + 1);
        entries.set(entries.indexOf(one), with(one, one.firstSequence(), one.epoch(), next.content(), next.link()));
        entries.set(entries.indexOf(next), with(next, next.firstSequence(), next.epoch(), one.content(), one.link()));
        assertThat(firstBroken(entries)).isEqualTo(orderAt(entries, one.firstSequence()));
    }

    @Property
    void findsAGroupThatWasPutBehindTheEndWithALinkThatFits(@ForAll long seed) {
        List<Entry> entries = CleanHistory.of(seed, 12);
        Entry.Group end = groups(entries).getLast();
        long sequence = end.lastSequence() + 1;
        String content = "00".repeat(32);
        byte[] link = Chain.link(HEX.parseHex(end.link()), 0, sequence, sequence, end.epoch(), HEX.parseHex(content));
        entries.add(new Entry.Group(0, sequence, sequence, end.epoch(), content, HEX.formatHex(link), List.of()));
        assertThat(firstBroken(entries)).isEqualTo("partition 0");
    }

    /** Who knows how links are made can make all of them anew; whoever noted the end before finds it gone. */
    @Property
    void findsAChainThatWasMadeAnewByAnEndThatWasNotedBefore(@ForAll long seed) {
        List<Entry> entries = new ArrayList<>(CleanHistory.of(seed, 12));
        Entry noted = entries.get(2);
        List<Entry.Group> groups = groups(entries);
        entries.removeAll(groups);
        boolean _ = entries.remove(noted);
        byte[] link = {};
        for (Entry.Group group : groups) {
            String content = group == groups.getFirst() ? "11".repeat(32) : group.content();
            link = Chain.link(
                    link, 0, group.firstSequence(), group.lastSequence(), group.epoch(), HEX.parseHex(content));
            entries.add(with(group, group.firstSequence(), group.epoch(), content, HEX.formatHex(link)));
        }
        entries.add(new Entry.Head(0, groups.getLast().lastSequence(), HEX.formatHex(link)));
        assertThat(LedgerCheck.of(entries).holds()).isTrue();
        entries.add(noted);
        assertThat(LedgerCheck.of(entries).holds()).isFalse();
    }

    @Property
    void takesGroupsFromBeforeThereWereLinksForAPrefixAlone(@ForAll long seed) {
        List<Entry> entries = CleanHistory.of(seed, 12);
        List<Entry.Group> groups = groups(entries);
        int old = 1 + new Random(seed).nextInt(groups.size() - 1);
        byte[] link = {};
        for (int i = 0; i < groups.size(); i++) {
            Entry.Group group = groups.get(i);
            String fits = null;
            if (i >= old) {
                link = Chain.link(
                        link,
                        0,
                        group.firstSequence(),
                        group.lastSequence(),
                        group.epoch(),
                        HEX.parseHex(group.content()));
                fits = HEX.formatHex(link);
            }
            entries.set(
                    entries.indexOf(group), with(group, group.firstSequence(), group.epoch(), group.content(), fits));
        }
        entries.set(2, new Entry.Head(0, groups.getLast().lastSequence(), HEX.formatHex(link)));
        Verdict.Finding law = finding(entries);
        assertThat(law.violations()).isEmpty();
        assertThat(law.notChecked())
                .contains("up to sequence " + groups.get(old - 1).lastSequence());

        Entry.Group cleared = groups(entries).getLast();
        entries.set(
                entries.indexOf(cleared),
                with(cleared, cleared.firstSequence(), cleared.epoch(), cleared.content(), null));
        assertThat(finding(entries).broken()).isPositive();
    }

    @Test
    void saysThatNobodyChainedWhereThereAreOnlyEvents() {
        List<Entry> entries = CleanHistory.of(1, 3);
        boolean _ = entries.removeIf(entry -> entry instanceof Entry.Group || entry instanceof Entry.Head);
        assertThat(finding(entries).notChecked()).contains("no chain");
        assertThat(finding(entries).broken()).isZero();
    }

    private static Verdict.Finding finding(List<Entry> entries) {
        return LedgerCheck.of(entries).laws().stream()
                .filter(finding -> finding.law() == Law.UNBROKEN)
                .findFirst()
                .orElseThrow();
    }

    private static String firstBroken(List<Entry> entries) {
        return finding(entries).violations().getFirst().order();
    }

    private static List<Entry.Group> groups(List<Entry> entries) {
        return entries.stream()
                .filter(Entry.Group.class::isInstance)
                .map(Entry.Group.class::cast)
                .toList();
    }

    private static String orderAt(List<Entry> entries, long sequence) {
        return entries.stream()
                .filter(Entry.Event.class::isInstance)
                .map(Entry.Event.class::cast)
                .filter(event -> event.sequence() == sequence)
                .findFirst()
                .orElseThrow()
                .orderId();
    }

    private static Entry.Group with(Entry.Group group, long first, long epoch, String content, @Nullable String link) {
        return new Entry.Group(group.partition(), first, group.lastSequence(), epoch, content, link, List.of());
    }

    private static String flipped(@Nullable String hex, Random random) {
        byte[] bytes = HEX.parseHex(Objects.requireNonNull(hex));
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        return HEX.formatHex(bytes);
    }
}
