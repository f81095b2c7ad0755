package tradelab.trading.venue.taiwan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.Instrument;
import tradelab.trading.venue.InstrumentFacts;
import tradelab.trading.venue.VenueEvents;

/**
 * What is listed today, within which limits, and what is halted. Read at each login and at the beginning of each trading
 * day.
 *
 * <p>Not thread-safe: one event loop owns it. Holds at most {@link #SECURITIES_MAX} securities.
 */
final class TaiwanMarket {
    static final int SECURITIES_MAX = 20_000;
    private static final Logger LOG = LoggerFactory.getLogger(TaiwanMarket.class);
    private static final int PAGE = 1_000;
    private static final String WHOLE_MARKET = "*";

    private final TaiwanLine line;
    private final VenueEvents events;
    private final Map<String, Instrument> byCode = new HashMap<>();
    private final Set<String> halted = new HashSet<>();
    private int readings;

    TaiwanMarket(TaiwanLine line, VenueEvents events) {
        this.line = line;
        this.events = events;
    }

    /** Reads the list, and then hears of every change of status. */
    void read() {
        int reading = ++readings;
        var _ = page(null, reading)
                .compose(_ -> reading == readings ? subscribe() : Future.succeededFuture())
                .onFailure(cause -> LOG.warn("event=venue_securities_unread cause=\"{}\"", cause.getMessage()));
    }

    private Future<Void> subscribe() {
        return line.ask(Wire.request("subscribe").put("channel", "status").put("symbols", WHOLE_MARKET))
                .map(TaiwanMarket::result)
                .onSuccess(_ -> LOG.info("event=venue_securities_read count={}", byCode.size()))
                .mapEmpty();
    }

    private Future<Void> page(@Nullable String after, int reading) {
        ObjectNode request = Wire.request("securities").put("limit", PAGE);
        if (after != null) {
            request.put("after", after);
        }
        return line.ask(request).map(TaiwanMarket::result).compose(result -> {
            result.path("securities").forEach(this::listed);
            boolean more = result.hasNonNull("next") && byCode.size() < SECURITIES_MAX && reading == readings;
            return more ? page(Wire.text(result, "next"), reading) : Future.succeededFuture();
        });
    }

    private void listed(JsonNode security) {
        InstrumentFacts facts = Wire.security(security);
        byCode.put(facts.instrument().symbol(), facts.instrument());
        events.instrument(facts);
    }

    /** A frame of the status channel. The first one after subscribing tells everything that is not trading. */
    void status(JsonNode frame) {
        if (Wire.number(frame, "sequence") == 1) {
            for (String code : Set.copyOf(halted)) {
                halted(code, false);
            }
        }
        for (JsonNode row : frame.path("rows")) {
            String code = row.path(0).asText();
            String state = row.path(2).asText();
            if (!code.equals(WHOLE_MARKET)) {
                halted(code, state.equals("HALTED"));
            } else if (state.equals("PRE_OPEN") && Wire.number(frame, "sequence") > 1) {
                read(); // a new day has new limits
            }
        }
    }

    private void halted(String code, boolean now) {
        Instrument instrument = byCode.get(code);
        if (instrument != null && (now ? halted.add(code) : halted.remove(code))) {
            events.halted(instrument, now);
        }
    }

    private static JsonNode result(TaiwanLine.Reply reply) {
        if (!reply.ok()) {
            throw new IllegalStateException(reply.code() + ": " + reply.message());
        }
        return reply.result();
    }
}
