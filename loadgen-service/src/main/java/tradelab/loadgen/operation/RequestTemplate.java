package tradelab.loadgen.operation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The bytes of one operation's requests in one run. What does not change is encoded once; a request without
 * placeholders is one array. Owned by one event loop, because it works in a scratch buffer.
 */
final class RequestTemplate {
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Template.Compiled line;
    private final Template.Compiled headers;
    private final Template.Compiled body;
    private final boolean hasBody;
    private final ByteWriter scratch = new ByteWriter();
    private final byte[] constant;
    private final BitSet expected;
    private final boolean head;

    /**
     * @param authority what goes into the Host header
     * @param basePath of the target; empty or beginning with a slash, not ending with one
     */
    RequestTemplate(Operation operation, String authority, String basePath, String runId, Names names) {
        hasBody = !operation.body().isEmpty();
        head = operation.method().equals("HEAD");
        expected = operation.expected().bits();
        line = Template.parse("path", operation.method() + ' ' + basePath + operation.path())
                .compile(runId, names, Escape.PATH);
        headers = Template.parse("headers", headers(operation, authority)).compile(runId, names, Escape.HEADER);
        boolean json = operation.body().startsWith("{") || operation.body().startsWith("[");
        body = Template.parse("body", operation.body()).compile(runId, names, json ? Escape.JSON : Escape.PLAIN);
        constant = line.isConstant() && headers.isConstant() && body.isConstant() ? bytes() : new byte[0];
    }

    private static String headers(Operation operation, String authority) {
        StringBuilder text = new StringBuilder(256);
        text.append(" HTTP/1.1\r\nhost: ").append(authority);
        Map<String, String> named = operation.headers().entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue, (a, _) -> a));
        if (!named.containsKey("user-agent")) {
            text.append("\r\nuser-agent: tradelab-load");
        }
        if (!named.containsKey("x-load-run")) {
            text.append("\r\nx-load-run: ${run}");
        }
        if (!operation.body().isEmpty() && !named.containsKey("content-type")) {
            text.append("\r\ncontent-type: application/json");
        }
        operation
                .headers()
                .forEach((name, value) -> text.append("\r\n")
                        .append(name.replace("${", "$${"))
                        .append(": ")
                        .append(value));
        if (!operation.body().isEmpty()) {
            text.append("\r\ncontent-length: ");
        }
        return text.toString();
    }

    private byte[] bytes() {
        ByteWriter out = new ByteWriter();
        render(out, 0, 0, 0, Template.Supply.NONE);
        return Arrays.copyOf(out.array(), out.length());
    }

    boolean isHead() {
        return head;
    }

    boolean isExpected(int status) {
        return expected.get(status);
    }

    /** Puts the request of arrival {@code sequence} into {@code out}, which is emptied first. */
    void write(ByteWriter out, long seed, long sequence, long recent, Template.Supply supply) {
        out.clear();
        if (constant.length > 0) {
            out.write(constant);
        } else {
            render(out, sequence, recent, SeededRandom.next(SeededRandom.of(seed, sequence)), supply);
        }
    }

    private void render(ByteWriter out, long sequence, long recent, long random, Template.Supply supply) {
        long state = line.write(out, sequence, recent, random, supply);
        state = headers.write(out, sequence, recent, state, supply);
        if (hasBody) {
            scratch.clear();
            var _ = body.write(scratch, sequence, recent, state, supply);
            out.writeNumber(scratch.length(), 1);
            out.write(END);
            out.write(scratch);
        } else {
            out.write(END);
        }
    }
}
