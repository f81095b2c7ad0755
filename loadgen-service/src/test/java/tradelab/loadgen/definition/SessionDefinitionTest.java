package tradelab.loadgen.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tradelab.loadgen.operation.Check;
import tradelab.loadgen.operation.Feed;
import tradelab.loadgen.operation.Keys;
import tradelab.loadgen.operation.Operation;
import tradelab.loadgen.operation.Source;

class SessionDefinitionTest {
    private static final String SESSION = """
        target: http://127.0.0.1:1
        rate: 10
        feeds:
          - name: users
            csv: |
              name,secret
              ann,"a ""b"", c"
              bob,x
        keys:
          - {name: symbol, popularity: zipf, count: 10, exponent: 1.2}
        sessions:
          - name: trader
            weight: 3
            steps:
              - name: login
                path: /login
                body: {user: "${feed:users.name}"}
                extract: {token: {pointer: /token}}
                think: 1s
              - name: read
                path: "/quotes/${key:symbol}"
                headers: {authorization: "Bearer ${var:token}"}
                checks:
                  - {name: it is JSON, header: content-type, contains: json}
                  - {contains: price}
        """;

    @Test
    void aSessionIsAChainOfOperations() {
        LoadTest test = DefinitionReader.read("t.yaml", SESSION);
        Operation login = test.operations().get(0);
        Operation read = test.operations().get(1);

        assertThat(login.weight()).isEqualTo(3);
        assertThat(login.step().then()).isEqualTo("read");
        assertThat(login.step().pauseMinNanos()).isEqualTo(1_000_000_000);
        assertThat(login.step().extract()).containsEntry("token", new Source(Source.Kind.POINTER, "/token", 0));
        assertThat(read.weight()).isZero();
        assertThat(read.step().tags()).containsEntry("session", "trader");
        assertThat(read.step().checks())
                .containsExactly(
                        new Check(
                                "it is JSON",
                                new Source(Source.Kind.HEADER, "content-type", 0),
                                Check.Comparison.CONTAINS,
                                "json"),
                        new Check("check 2", new Source(Source.Kind.BODY, "", 0), Check.Comparison.CONTAINS, "price"));
        Feed users = login.data().feeds().getFirst();
        assertThat(users.columns()).containsExactly("name", "secret");
        assertThat(users.rows()).containsExactly(List.of("ann", "a \"b\", c"), List.of("bob", "x"));
        assertThat(login.data().keys()).containsExactly(new Keys("symbol", Keys.Popularity.ZIPF, 10, List.of(), 1.2));
    }

    @Test
    void everyShippedProfileIsATest() {
        for (String name : Profiles.NAMES) {
            LoadTest test = DefinitionReader.read("t.yaml", "profile: " + name + "\ntarget: http://127.0.0.1:7/\n");
            assertThat(test.name()).isEqualTo(name);
            assertThat(test.target().port()).isEqualTo(7);
            assertThat(test.thresholds()).isNotEmpty();
        }
    }

    @Test
    void refusesWhatCannotBeAndSaysWhere() {
        refused(SESSION.replace("users.name", "users.age"), "t.yaml:", "${feed:users.age}", "[name, secret]");
        refused(SESSION.replace("var:token", "var:session"), "${var:session}", "[token]");
        refused(SESSION.replace("key:symbol", "key:none"), "${key:none}");
        refused(SESSION.replace("think: 1s", "thnik: 1s"), "t.yaml:", "sessions[0].steps[0].thnik", "unknown field");
        refused(SESSION.replace("pointer: /token", "pointer: token"), "pointer", "/orders/0/id");
        refused(SESSION.replace("{contains: price}", "{pattern: '(', contains: price}"), "pattern", "RE2");
        refused(SESSION.replace("bob,x", "bob,x,y"), "users row 2", "2 values");
        refused(SESSION.replace("csv: |", "jsonLines: |"), "JSON");
        refused("profile: none\n", "t.yaml:1:10", "profile", "one of [mixed");
        refused("target: http://127.0.0.1:1\nfeeds: [{name: a, file: /etc/passwd}]\n", "file", "reads no files");
    }

    @Test
    void readsFeedsFromFilesBesideTheDefinition(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("orders.jsonl"),
                "{\"side\":\"BUY\",\"price\":\"1.5\"}\n{\"side\":\"SELL\",\"price\":\"2\"}\n");
        Path file = Files.writeString(folder.resolve("t.yaml"), """
            target: http://127.0.0.1:1
            feeds: [{name: orders, file: orders.jsonl, end: stop, sharing: each}]
            operations: [{name: a, body: {side: "${feed:orders.side}", price: "${feed:orders.price}"}}]
            """);
        Feed orders = DefinitionReader.read(file)
                .getFirst()
                .operations()
                .getFirst()
                .data()
                .feeds()
                .getFirst();

        assertThat(orders.rows()).containsExactly(List.of("BUY", "1.5"), List.of("SELL", "2"));
        assertThat(orders.end()).isEqualTo(Feed.End.STOP);
        assertThat(orders.sharing()).isEqualTo(Feed.Sharing.EACH);
    }

    private static void refused(String text, String... parts) {
        assertThatThrownBy(() -> DefinitionReader.read("t.yaml", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts);
    }
}
