package tradelab.trading.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

class GroupDigestPropertyTest {
    private static final int FIELDS = 11;

    /** A step as its fields: numbers, truths, texts and nothing. */
    private record Step(boolean isNew, List<@Nullable Object> fields) {}

    private record Digested(byte[] content, byte[] marks) {}

    @Property
    void anyChangeOfAnyFieldShowsInTheContentAndInTheMarkOfItsStepAlone(@ForAll long seed) {
        Random random = new Random(seed);
        List<Step> steps = steps(random);
        int at = random.nextInt(steps.size());
        int field = random.nextInt(FIELDS);
        Step step = steps.get(at);
        List<@Nullable Object> fields = new ArrayList<>(step.fields());
        var _ = fields.set(field, changed(fields.get(field), random));
        List<Step> others = new ArrayList<>(steps);
        var _ = others.set(at, new Step(step.isNew(), fields));
        Digested before = digested(steps);
        Digested after = digested(others);
        assertThat(after.content()).isNotEqualTo(before.content());
        for (int i = 0; i < steps.size(); i++) {
            assertThat(GroupDigest.mark(after.marks(), i) == GroupDigest.mark(before.marks(), i))
                    .isEqualTo(i != at);
        }
    }

    @Property
    void anyStepThatIsMissingOrTwiceOrElsewhereShowsInTheContent(@ForAll long seed) {
        Random random = new Random(seed);
        List<Step> steps = steps(random);
        byte[] before = digested(steps).content();
        int at = random.nextInt(steps.size());
        List<Step> others = new ArrayList<>(steps);
        switch (random.nextInt(3)) {
            case 0 -> others.remove(at);
            case 1 -> others.add(random.nextInt(steps.size()), steps.get(at));
            default -> Collections.rotate(others, 1);
        }
        assertThat(Arrays.equals(digested(others).content(), before)).isEqualTo(others.equals(steps));
    }

    @Property
    void isTheSameWheneverTheStepsAre(@ForAll long seed) {
        assertThat(digested(steps(new Random(seed))).content())
                .isEqualTo(digested(steps(new Random(seed))).content());
    }

    private static List<Step> steps(Random random) {
        List<Step> steps = new ArrayList<>();
        int size = 1 + random.nextInt(6);
        for (int i = 0; i < size; i++) {
            boolean isNew = random.nextBoolean();
            List<@Nullable Object> fields = new ArrayList<>();
            for (char kind : (isNew ? "ntttttNnbnT" : "ntnnTTbnnNN").toCharArray()) {
                fields.add(
                        switch (kind) {
                            case 'n' -> random.nextLong();
                            case 'N' -> random.nextBoolean() ? null : (Object) random.nextLong();
                            case 'b' -> random.nextBoolean();
                            case 't' -> text(random);
                            default -> random.nextBoolean() ? null : text(random);
                        });
            }
            steps.add(new Step(isNew, fields));
        }
        return steps;
    }

    /** Short or beyond what a step usually needs, of letters of one to four bytes. */
    private static String text(Random random) {
        int length = random.nextInt(10) == 0 ? random.nextInt(900) : random.nextInt(12);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            var _ = text.appendCodePoint(new int[] {'a', 'Z', 0, 0xe9, 0x20ac, 0x1f600}[random.nextInt(6)]);
        }
        return text.toString();
    }

    private static Object changed(@Nullable Object value, Random random) {
        return switch (value) {
            case Long number -> number ^ 1L << random.nextInt(Long.SIZE);
            case Boolean truth -> !truth;
            case String text when text.isEmpty() -> "x";
            case String text -> text.substring(1);
            case null, default -> "";
        };
    }

    private static Digested digested(List<Step> steps) {
        GroupDigest digest = new GroupDigest(steps.size());
        for (Step step : steps) {
            int _ = step.isNew() ? accepted(digest, step.fields()) : changedStep(digest, step.fields());
        }
        return new Digested(digest.content(), digest.marks());
    }

    private static int accepted(GroupDigest digest, List<@Nullable Object> f) {
        return digest.accepted(
                (Long) f.get(0),
                (String) f.get(1),
                (String) f.get(2),
                (String) f.get(3),
                (String) f.get(4),
                (String) f.get(5),
                number(f.get(6)),
                (Long) f.get(7),
                (Boolean) f.get(8),
                (Long) f.get(9),
                (String) f.get(10));
    }

    private static int changedStep(GroupDigest digest, List<@Nullable Object> f) {
        return digest.changed(
                (Long) f.get(0),
                (String) f.get(1),
                (Long) f.get(2),
                (Long) f.get(3),
                (String) f.get(4),
                (String) f.get(5),
                (Boolean) f.get(6),
                (Long) f.get(7),
                (Long) f.get(8),
                number(f.get(9)),
                number(f.get(10)));
    }

    /** What was absent may have become an empty text: as a number that is 0. */
    private static @Nullable Long number(@Nullable Object value) {
        return value instanceof String ? Long.valueOf(0) : (Long) value;
    }
}
