package tradelab.loadgen.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TemplateTest {

    @Test
    void fillsInRunNumberAndRecent() {
        assertThat(rendered("/o/${run}-${seq}?of=${recent:submit}", 42)).isEqualTo("/o/r1-42?of=7");
    }

    @Test
    void keepsADoubledDollarAsText() {
        assertThat(rendered("a $${seq} b", 1)).isEqualTo("a ${seq} b");
    }

    @Test
    void drawsDecimalsWithinTheirBoundsAndDigits() {
        for (long sequence = 0; sequence < 1_000; sequence++) {
            String drawn = rendered("${random:0.095-12.5}", sequence);
            assertThat(drawn).matches("\\d{1,2}\\.\\d{3}");
            assertThat(new BigDecimal(drawn)).isBetween(new BigDecimal("0.095"), new BigDecimal("12.500"));
        }
    }

    @Test
    void drawsTheSameForTheSameSeedAndNumber() {
        assertThat(rendered("${random:1-1000000}", 5)).isEqualTo(rendered("${random:1-1000000}", 5));
    }

    @Test
    void makesVersionFourUuidsThatDifferFromRunToRun() {
        String first = rendered("${uuid}", 5);
        assertThat(first).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(rendered("${uuid}", 6)).isNotEqualTo(first);
        ByteWriter out = new ByteWriter();
        var _ = Template.parse("body", "${uuid}").compile("r2").write(out, 5, 7, SeededRandom.of(1, 5));
        assertThat(text(out)).isNotEqualTo(first);
    }

    @Test
    void refusesAnUnknownPlaceholderAndSaysWhere() {
        assertThatThrownBy(() -> Template.parse("body", "abc ${sequence}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("body at 4")
                .hasMessageContaining("${seq}")
                .hasMessageContaining("${sequence}");
    }

    @Test
    void refusesAnOpenPlaceholderAndBoundsThatGoDown() {
        assertThatThrownBy(() -> Template.parse("path", "/a/${seq")).hasMessageContaining("'}'");
        assertThatThrownBy(() -> Template.parse("body", "${random:5-1}")).hasMessageContaining("bounds that go up");
        assertThatThrownBy(() -> Template.parse("body", "${random:a-b}")).hasMessageContaining("two decimals");
    }

    private static String rendered(String template, long sequence) {
        ByteWriter out = new ByteWriter();
        var _ = Template.parse("field", template).compile("r1").write(out, sequence, 7, SeededRandom.of(1, sequence));
        return text(out);
    }

    private static String text(ByteWriter out) {
        return new String(out.array(), 0, out.length(), StandardCharsets.US_ASCII);
    }
}
