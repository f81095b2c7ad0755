package tradelab.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class InstrumentPropertyTest {
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,15}:[A-Za-z0-9][A-Za-z0-9:._-]{0,31}");

    @Property
    void exactlyTheseTextsAreInstruments(@ForAll("texts") String text) {
        if (NAME.matcher(text).matches()) {
            assertThat(Instrument.parse(text)).hasToString(text);
        } else {
            assertThatThrownBy(() -> Instrument.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("instrument: expected VENUE:symbol");
        }
    }

    @Property
    void comparesAsATotalOrderThatAgreesWithEquality(
            @ForAll("instruments") Instrument a,
            @ForAll("instruments") Instrument b,
            @ForAll("instruments") Instrument c) {
        assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
        assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
        if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
            assertThat(a).isLessThanOrEqualTo(c);
        }
    }

    @Property
    void isNamedByItsTextAlone(@ForAll("instruments") Instrument a, @ForAll("texts") String text) {
        assertThat(a.isNamed(a.toString())).isTrue();
        assertThat(a.isNamed(text)).isEqualTo(a.toString().equals(text));
        assertThat(Json.read(Json.write(a), Instrument.class)).isEqualTo(a);
    }

    /** Few letters, so that some are equal and some share a part. */
    @Provide
    Arbitrary<Instrument> instruments() {
        return Combinators.combine(
                        Arbitraries.of("A", "B", "A_1", "BITFINEX"),
                        Arbitraries.strings().withChars("ab:").ofMaxLength(2).map(rest -> "t" + rest))
                .as(Instrument::new);
    }

    /** Names, nearly names, and lengths about the limits. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> venue = Arbitraries.strings()
                .withChars("ABZ09_")
                .withChars('a', '@', '[')
                .ofMinLength(0)
                .ofMaxLength(17);
        Arbitrary<String> goodVenue = Arbitraries.of("X", "BITFINEX", "A_1", "A234567890123456", "A2345678901234567");
        Arbitrary<String> symbol = Arbitraries.strings()
                .withChars("azAZ09:._-")
                .withChars('/', '\u0660', '{')
                .ofMinLength(0)
                .ofMaxLength(33);
        Arbitrary<String> goodSymbol =
                Arbitraries.strings().withChars("azAZ09:._-").ofMinLength(1).ofMaxLength(33);
        return Arbitraries.oneOf(venue, goodVenue)
                .flatMap(first -> Arbitraries.oneOf(symbol, goodSymbol).map(second -> first + ":" + second));
    }
}
