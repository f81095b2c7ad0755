package tradelab.loadgen.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Json;

/**
 * What an answer said, for those operations that want to look at it; status, headers and the beginning of the body, all
 * bounded. Used again for each answer. Owned by one event loop.
 */
public final class Answer {
    /** Of a longer body nothing is looked at. */
    public static final int BODY_MAX = 256 * 1024;

    private static final int HEADERS_MAX = 128;

    private final ByteWriter body = new ByteWriter();
    private final List<String> headers = new ArrayList<>();
    private boolean tooLong;
    private @Nullable String text;
    private @Nullable JsonNode json;

    /** Makes ready for the next answer. */
    public void begin() {
        body.clear();
        headers.clear();
        tooLong = false;
        text = null;
        json = null;
    }

    /** Takes in a header line, without its end. */
    public void header(byte[] line, int from, int to) {
        if (headers.size() < HEADERS_MAX) {
            headers.add(new String(line, from, to - from, StandardCharsets.ISO_8859_1));
        }
    }

    /** Takes in the next piece of the body, without what frames it. */
    public void body(byte[] data, int from, int length) {
        if (body.length() + length > BODY_MAX) {
            tooLong = true;
        } else {
            body.write(data, from, length);
        }
    }

    /** Returns the value of the first header of this name, or null. */
    @Nullable
    String header(String name) {
        for (String line : headers) {
            int colon = line.indexOf(':');
            if (colon == name.length() && line.regionMatches(true, 0, name, 0, colon)) {
                return line.substring(colon + 1).strip();
            }
        }
        return null;
    }

    /** Returns the body as UTF-8, or null if it was too long to be kept. */
    @Nullable
    String text() {
        if (text == null && !tooLong) {
            text = new String(body.array(), 0, body.length(), StandardCharsets.UTF_8);
        }
        return text;
    }

    /** Returns the body as JSON; missing if it is none. */
    JsonNode json() {
        JsonNode known = json;
        if (known == null) {
            known = parsed();
            json = known;
        }
        return known;
    }

    private JsonNode parsed() {
        String whole = text();
        if (whole == null || whole.isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return Json.read(Buffer.buffer(whole), JsonNode.class);
        } catch (IllegalArgumentException e) {
            return MissingNode.getInstance(); // whoever asked finds nothing, and that counts
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "answer of %d bytes", body.length());
    }
}
