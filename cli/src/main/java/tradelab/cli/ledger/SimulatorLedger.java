package tradelab.cli.ledger;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Decimals;
import tradelab.contracts.Json;
import tradelab.trading.ledger.Entry;

/** Reads what arrived at a venue simulator from its {@code /sim/ledger}. */
final class SimulatorLedger {
    private static final int PAGE = 10_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private SimulatorLedger() {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Line(
            long sequence,
            long receivedMillis,
            String outcome,
            @Nullable Long orderId,
            @Nullable Long cid,
            String account,
            String symbol,
            String amount,
            @Nullable String refusal) {
        Entry arrival() {
            return new Entry.Arrival(
                    sequence,
                    Entry.Kind.NEW,
                    "BITFINEX:" + symbol,
                    String.valueOf(cid),
                    orderId == null ? null : orderId.toString(),
                    new Amount(Math.abs(Decimals.parse("amount", amount))),
                    outcome.equals("ACCEPTED"),
                    refusal,
                    null,
                    receivedMillis);
        }
    }

    private record Page(List<Line> entries, long next) {}

    /**
     * Reads all arrivals of one account.
     *
     * @param base such as {@code http://127.0.0.1:8086}
     * @throws IllegalArgumentException if no simulator answers there
     */
    static List<Entry> read(String base, String account) throws InterruptedException {
        List<Entry> entries = new ArrayList<>();
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            Page page = page(client, base, 0);
            while (!page.entries().isEmpty()) {
                for (Line line : page.entries()) {
                    if (line.account().equals(account)) {
                        entries.add(line.arrival());
                    }
                }
                page = page(client, base, page.next());
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "--venue: expected the URL of a venue simulator, got '" + base + "': " + e, e);
        }
        return entries;
    }

    private static Page page(HttpClient client, String base, long after) throws IOException, InterruptedException {
        URI uri = URI.create(base + "/sim/ledger?limit=" + PAGE + "&after=" + after);
        HttpResponse<byte[]> answer = client.send(
                HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(uri + " answered " + answer.statusCode());
        }
        return Json.read(Buffer.buffer(answer.body()), Page.class);
    }
}
