package tradelab.venue.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Supplier;

/** What refused requests say about themselves. */
final class Echoes {
    private static final int TEXT_LENGTH_MAX = 32;

    private Echoes() {}

    /** Reads what a refused request says about itself, as far as it can be read. */
    static Notification.Echo of(JsonNode request) {
        return new Notification.Echo(
                orElse(() -> Fields.whole(request, "id", 0), 0L),
                orElse(() -> Fields.whole(request, "gid", 0), 0L),
                orElse(() -> Fields.whole(request, "cid", 0), 0L),
                shortened(orElse(() -> Fields.text(request, "symbol", ""), "")),
                orElse(() -> Fields.decimal(request, "amount", 0), 0L),
                orElse(() -> Fields.decimal(request, "price", 0), 0L),
                shortened(orElse(() -> Fields.text(request, "type", ""), "")));
    }

    private static String shortened(String text) {
        return text.length() <= TEXT_LENGTH_MAX ? text : text.substring(0, TEXT_LENGTH_MAX);
    }

    private static <T> T orElse(Supplier<T> read, T otherwise) {
        try {
            return read.get();
        } catch (Refusal e) {
            return otherwise;
        }
    }
}
