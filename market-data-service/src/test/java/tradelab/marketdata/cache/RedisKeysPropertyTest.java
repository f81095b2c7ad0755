package tradelab.marketdata.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RedisKeysPropertyTest {
    @Property
    void everyNameIsReadBackFromItsKeyAndFromNoOther(
            @ForAll("namespaces") String namespace, @ForAll CacheType type, @ForAll("names") String name) {
        RedisKeys keys = new RedisKeys(namespace);

        assertThat(keys.parse(keys.value(type, name))).isEqualTo(Optional.of(new CacheKey(type, name)));
        assertThat(keys.valueBytes(type, name)).asString(US_ASCII).isEqualTo(keys.value(type, name));
        assertThat(keys.parse(keys.lock(type, name))).isEmpty();
        assertThat(keys.value(type, name)).startsWith(keys.valuePrefix()).matches("[!-~]+");
    }

    @Property
    void twoDifferentValuesNeverShareAKey(
            @ForAll("namespaces") String namespaceA,
            @ForAll("namespaces") String namespaceB,
            @ForAll CacheType typeA,
            @ForAll CacheType typeB,
            @ForAll("names") String nameA,
            @ForAll("names") String nameB) {
        boolean same = namespaceA.equals(namespaceB) && typeA == typeB && nameA.equals(nameB);

        assertThat(new RedisKeys(namespaceA).value(typeA, nameA).equals(new RedisKeys(namespaceB).value(typeB, nameB)))
                .isEqualTo(same);
    }

    @Property
    void noNamespaceHearsOfAnothersChanges(
            @ForAll("namespaces") String namespace,
            @ForAll("namespaces") String other,
            @ForAll CacheType type,
            @ForAll("names") String name) {
        assertThat(new RedisKeys(other).value(type, name).startsWith(new RedisKeys(namespace).valuePrefix()))
                .isEqualTo(namespace.equals(other));
    }

    @Example
    void aNamespaceWithASeparatorIsRefused() {
        assertThatThrownBy(() -> new RedisKeys("a:value"))
                .hasMessage("namespace: expected 1 to 64 letters, digits, '_', '.' or '-', got 'a:value'");
    }

    /** Few, short and much alike, so that equal ones and prefixes of each other are common. */
    @Provide
    Arbitrary<String> namespaces() {
        return Arbitraries.strings()
                .withChars('a', 'b', '-', '.')
                .ofMinLength(1)
                .ofMaxLength(3)
                .filter(text -> Character.isLetter(text.charAt(0)));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMinLength(1).ofMaxLength(20),
                Arbitraries.strings()
                        .withChars('a', ':', '%', '0', ' ', '\u00e9', '\ud800')
                        .ofMinLength(1)
                        .ofMaxLength(6));
    }
}
