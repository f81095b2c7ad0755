package tradelab.report.markup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MarkupPropertyTest {
    @Property
    void noTextEverWritesATagOrEndsAnAttribute(@ForAll String text) {
        Markup markup = new Markup();
        markup.leaf("p.note", Attributes.of("title", text), text);
        String written = markup.written();
        String inside = written.substring("<p class=\"note\" title=\"".length(), written.length() - "</p>".length());
        assertThat(inside.chars().filter(c -> c == '<').count()).isZero();
        assertThat(inside.chars().filter(c -> c == '>').count()).isEqualTo(1);
        assertThat(inside.chars().filter(c -> c == '"').count()).isEqualTo(1);
        assertThat(inside.indexOf('"')).isEqualTo(inside.indexOf('>') - 1);
    }

    @Property
    void whatIsEscapedReadsBackTheSame(@ForAll("plain") String text) {
        Markup markup = new Markup();
        markup.text(text);
        String back = markup.written()
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
        assertThat(back).isEqualTo(text);
    }

    @net.jqwik.api.Provide
    net.jqwik.api.Arbitrary<String> plain() {
        return net.jqwik.api.Arbitraries.strings().withCharRange(' ', '~').withChars("äß中");
    }

    @Test
    void refusesWhatCouldRunOrFetch() {
        for (String name : new String[] {"onclick", "style", "src", "srcdoc", "a b", "x=y"}) {
            assertThatThrownBy(() -> new Markup().empty("p", Attributes.of(name, "x")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (String tag : new String[] {"script", "style", "iframe", "p onload", "P", ""}) {
            assertThatThrownBy(() -> new Markup().leaf(tag, "x")).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Markup().leaf("a", Attributes.of("href", "javascript:x"), "x"))
                .hasMessageContaining("href: expected a place in this document");
    }
}
