package tradelab.loadgen.operation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The parts of one operation's requests in one run, each a template. Owned by one event loop. */
final class RequestParts {
    private final Operation operation;
    private final Template.Compiled path;
    private final Template.Compiled body;
    private final Map<String, Template.Compiled> headers = new LinkedHashMap<>();
    private final ByteWriter scratch = new ByteWriter();
    private final byte[] constantBody;
    private long random;

    RequestParts(Operation operation, String basePath, String runId, Names names) {
        this.operation = operation;
        boolean json = operation.body().startsWith("{") || operation.body().startsWith("[");
        this.path = Template.parse("path", basePath + operation.path()).compile(runId, names, Escape.PATH);
        this.body = Template.parse("body", operation.body()).compile(runId, names, json ? Escape.JSON : Escape.PLAIN);
        this.constantBody = body.isConstant()
                ? text(body, 0, OperationMix.NO_RECENT, Template.Supply.NONE).getBytes(StandardCharsets.UTF_8)
                : new byte[0];
        headers.put("user-agent", Template.parse("headers", "tradelab-load").compile(runId, names, Escape.HEADER));
        headers.put("x-load-run", Template.parse("headers", "${run}").compile(runId, names, Escape.HEADER));
        if (!operation.body().isEmpty()) {
            headers.put(
                    "content-type",
                    Template.parse("headers", "application/json").compile(runId, names, Escape.HEADER));
        }
        operation
                .headers()
                .forEach((name, value) -> headers.put(
                        name.toLowerCase(Locale.ROOT),
                        Template.parse("headers", value).compile(runId, names, Escape.HEADER)));
    }

    Request request(long seed, long sequence, long recent, Template.Supply supply) {
        random = SeededRandom.next(SeededRandom.of(seed, sequence));
        String at = text(path, sequence, recent, supply);
        Map<String, String> sent = new LinkedHashMap<>();
        headers.forEach((name, value) -> sent.put(name, text(value, sequence, recent, supply)));
        return new Request(operation.method(), at, sent, text(body, sequence, recent, supply), operation.answers());
    }

    /** Returns the body alone; the same array each time if it never changes. */
    byte[] body(long seed, long sequence, long recent, Template.Supply supply) {
        if (constantBody.length > 0) {
            return constantBody;
        }
        scratch.clear();
        var _ = body.write(scratch, sequence, recent, SeededRandom.next(SeededRandom.of(seed, sequence)), supply);
        return Arrays.copyOf(scratch.array(), scratch.length());
    }

    private String text(Template.Compiled template, long sequence, long recent, Template.Supply supply) {
        scratch.clear();
        random = template.write(scratch, sequence, recent, random, supply);
        return new String(scratch.array(), 0, scratch.length(), StandardCharsets.UTF_8);
    }
}
