package tradelab.cli.ledger;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tradelab.trading.ledger.Entry;
import tradelab.trading.ledger.SimulatorHistory;
import tradelab.trading.ledger.TaiwanHistory;

/** Asks a venue simulator what it wrote down. */
final class SimulatorClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private SimulatorClient() {}

    /**
     * Reads all that concerns one account, in the Taiwan market as well where that is open.
     *
     * @param base such as {@code http://127.0.0.1:8086}
     * @throws IllegalArgumentException if no simulator answers there
     */
    static List<Entry> read(String base, String account) {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            List<Entry> entries = new ArrayList<>(SimulatorHistory.read(path -> get(client, base + path), account));
            if (ask(client, base + "/sim/taiwan").statusCode() == 200) {
                entries.addAll(TaiwanHistory.read(path -> get(client, base + path), account));
            }
            return entries;
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "--venue: expected the URL of a venue simulator, got '" + base + "': " + e.getMessage(), e);
        }
    }

    private static Buffer get(HttpClient client, String url) {
        HttpResponse<byte[]> answer = ask(client, url);
        if (answer.statusCode() != 200) {
            throw new UncheckedIOException(new IOException(url + " answered " + answer.statusCode()));
        }
        return Buffer.buffer(answer.body());
    }

    private static HttpResponse<byte[]> ask(HttpClient client, String url) {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }
}
