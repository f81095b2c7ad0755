package tradelab.cli.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import tradelab.cli.CommandException;
import tradelab.cli.ExitCode;
import tradelab.loadgen.definition.LoadTest;
import tradelab.runtime.settings.Durations;

/** What is sent to the URL, in the words of wrk, hey and curl. */
final class RequestOptions {
    private static final String FILE = "@";

    @Option(
            names = {"-H", "--header"},
            paramLabel = "NAME: VALUE",
            description = "A header of each request; may be given many times.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = {"-m", "-X", "--method"},
            paramLabel = "METHOD",
            description = "Default GET; POST if there is a body.")
    private String method = "";

    @Option(
            names = {"-b", "--body"},
            paramLabel = "TEXT",
            description = "Body of each request, or @FILE; may contain placeholders such as $${seq}.")
    private String body = "";

    @Option(
            names = "--timeout",
            paramLabel = "T",
            description = "For an answer, and for waiting for a connection; such as 2s, at most 60s; default 10s.")
    private String timeout = "";

    /** Returns {@code test} with what the options say. */
    LoadTest applyTo(LoadTest test) {
        LoadTest timed = timeout.isEmpty()
                ? test
                : test.bounded(length("--timeout", timeout), test.waitingMax(), test.eventLoops());
        String text = body.startsWith(FILE) ? file(Path.of(body.substring(1))) : body;
        if (headers.isEmpty() && method.isEmpty() && text.isEmpty()) {
            return timed;
        }
        return timed.sending(method.isEmpty() ? text.isEmpty() ? "GET" : "POST" : method, named(), text);
    }

    private Map<String, String> named() {
        Map<String, String> named = new LinkedHashMap<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon <= 0) {
                throw refused("--header", "'Name: value', got '" + header + "'");
            }
            if (named.put(
                            header.substring(0, colon).strip(),
                            header.substring(colon + 1).strip())
                    != null) {
                throw refused("--header", "each name once, got another '" + header + "'");
            }
        }
        return named;
    }

    private static String file(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CommandException(ExitCode.BAD_INPUT, "--body @" + file + ": cannot be read: " + e);
        }
    }

    /** Returns a duration; one without a unit is in seconds. */
    Duration length(String option, String text) {
        try {
            return Durations.parse(text.matches("\\d{1,9}") ? text + "s" : text);
        } catch (IllegalArgumentException e) {
            throw refused(option, "a duration such as 250ms, 5s, 2m or 1h, got '" + text + "'");
        }
    }

    private static CommandException refused(String option, String expected) {
        return new CommandException(ExitCode.BAD_INPUT, option + ": expected " + expected);
    }
}
