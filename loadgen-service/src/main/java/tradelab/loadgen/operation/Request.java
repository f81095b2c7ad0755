package tradelab.loadgen.operation;

import java.util.Map;

/**
 * One request, for protocols that do not travel as the bytes of HTTP/1.1.
 *
 * @param path with the query, the target's own path before it
 * @param answers how many messages or events complete the answer, where a protocol has such
 */
public record Request(String method, String path, Map<String, String> headers, String body, int answers) {
    public Request {
        headers = Map.copyOf(headers);
    }
}
