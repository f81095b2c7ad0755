package tradelab.venue.taiwan.universe;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.contracts.Require;
import tradelab.venue.taiwan.rules.SecurityType;

/**
 * Reads securities from a CSV file: UTF-8, a header line, the columns {@code code,name,market,type,industry} and
 * optionally {@code listed,reference,leverage}; others are ignored.
 */
public final class SecurityFile {
    private static final List<String> REQUIRED = List.of("code", "name", "market", "type", "industry");
    private static final int SECURITIES_MAX = 20_000;

    private final Path file;
    private final long seed;
    private final Map<String, Integer> columns = new HashMap<>();

    private SecurityFile(Path file, long seed) {
        this.file = file;
        this.seed = seed;
    }

    /**
     * Returns the securities in the order of their codes.
     *
     * @param seed of reference prices that the file does not have
     * @throws IllegalArgumentException naming file, line, field, expectation and what came
     */
    public static List<Security> read(Path file, long seed) throws IOException {
        return new SecurityFile(file, seed).read();
    }

    private List<Security> read() throws IOException {
        List<Security> all = new ArrayList<>();
        Set<String> codes = new HashSet<>();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            header(in.readLine());
            int number = 2;
            for (String line = in.readLine(); line != null; line = in.readLine(), number++) {
                Security security = row(line, number);
                if (!codes.add(security.code())) {
                    throw refused(number, "code: expected each once, got '" + security.code() + "' again");
                }
                all.add(security);
                if (all.size() > SECURITIES_MAX) {
                    throw refused(number, "file: expected at most " + SECURITIES_MAX + " securities");
                }
            }
        }
        if (all.isEmpty()) {
            throw refused(2, "file: expected at least one security");
        }
        all.sort(Comparator.comparing(Security::code));
        return List.copyOf(all);
    }

    private void header(@Nullable String line) {
        List<String> names = line == null ? List.of() : fields(line);
        for (int i = 0; i < names.size(); i++) {
            columns.put(names.get(i), i);
        }
        if (!columns.keySet().containsAll(REQUIRED)) {
            throw refused(1, "header: expected " + REQUIRED + ", got " + names);
        }
    }

    private Security row(String line, int number) {
        List<String> fields = fields(line);
        try {
            String code = field(fields, "code");
            SecurityType type = type(code, field(fields, "type"));
            String reference = field(fields, "reference");
            String leverage = field(fields, "leverage");
            return new Security(
                    code,
                    field(fields, "name"),
                    Market.parse(field(fields, "market")),
                    type,
                    field(fields, "industry"),
                    listed(field(fields, "listed")),
                    reference.isEmpty()
                            ? GeneratedUniverse.reference(seed, code, type)
                            : Decimals.parse("reference", reference),
                    leverage.isEmpty() ? leverage(code, type) : Integer.parseInt(leverage));
        } catch (NumberFormatException e) {
            throw refused(number, "leverage: expected 1 to 3, got '" + field(fields, "leverage") + "'");
        } catch (IllegalArgumentException e) {
            throw refused(number, String.valueOf(e.getMessage()));
        }
    }

    /** Funds whose codes end in B hold foreign bonds. */
    private static SecurityType type(String code, String text) {
        SecurityType type = SecurityType.parse(text);
        return type == SecurityType.ETF && code.endsWith("B") ? SecurityType.FOREIGN_ETF : type;
    }

    /** Funds whose codes end in L are leveraged twice. */
    private static int leverage(String code, SecurityType type) {
        return type == SecurityType.ETF && code.endsWith("L") ? 2 : 1;
    }

    private static @Nullable LocalDate listed(String text) {
        try {
            return text.isEmpty() ? null : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw Require.refused("listed", "a date such as 2026-01-05", text);
        }
    }

    private String field(List<String> fields, String name) {
        Integer at = columns.get(name);
        return at == null || at >= fields.size() ? "" : fields.get(at).strip();
    }

    private IllegalArgumentException refused(int line, String reason) {
        return new IllegalArgumentException(file + " line " + line + ": " + reason);
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                boolean escaped = quoted && i + 1 < line.length() && line.charAt(i + 1) == '"';
                if (escaped) {
                    field.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
