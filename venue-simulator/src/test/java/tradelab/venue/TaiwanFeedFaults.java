package tradelab.venue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.venue.testing.RunningVenue;

/** Observes the faults of the Taiwan market's feed, each with its end, and says what it saw. */
record TaiwanFeedFaults(RunningVenue venue, TaiwanTrader trader) {
    String gap() throws Exception {
        long last = trader.follow();
        var _ = trader.fault("\"kind\":\"sequence-gap\",\"scope\":{\"channel\":\"snapshots\"},\"count\":1");
        long next = trader.update().path("sequence").asLong();
        for (; next == last + 1; next = trader.update().path("sequence").asLong()) {
            last = next;
        }
        assertThat(next).isEqualTo(last + 2);
        assertThat(trader.update().path("sequence").asLong()).isEqualTo(last + 3);
        return "frame " + (last + 1) + " never came";
    }

    String outOfOrder() throws Exception {
        long last = trader.follow();
        var _ = trader.fault("\"kind\":\"out-of-order\",\"scope\":{\"channel\":\"snapshots\"},\"count\":1");
        long next = trader.update().path("sequence").asLong();
        for (; next == last + 1; next = trader.update().path("sequence").asLong()) {
            last = next;
        }
        assertThat(next).isEqualTo(last + 2);
        assertThat(trader.update().path("sequence").asLong()).isEqualTo(last + 1);
        return "frames " + next + ", " + (last + 1);
    }

    String crossed() throws Exception {
        var _ = trader.follow();
        var _ = trader.fault("\"kind\":\"crossed-book\",\"scope\":{\"channel\":\"snapshots\"},\"count\":1");
        JsonNode frame = trader.stream().next(TaiwanFeedFaults::isCrossed);
        JsonNode row = Require.present("row", crossedRow(frame));
        String code = row.get(0).asText();
        JsonNode mended =
                trader.stream().next(each -> each.path("rows").toString().contains("[\"" + code + "\""));
        assertThat(crossedRow(mended)).isNull();
        return code + ": bid " + row.get(9).get(0).get(0) + ", ask "
                + row.get(10).get(0).get(0) + "; a row mends it";
    }

    private static boolean isCrossed(JsonNode frame) {
        return frame.path("type").asText().equals("snapshots") && crossedRow(frame) != null;
    }

    /** Returns a security in continuous trading whose best bid is not below its best ask, or null. */
    private static @Nullable JsonNode crossedRow(JsonNode frame) {
        for (JsonNode row : frame.path("rows")) {
            JsonNode bid = row.path(9).path(0).path(0);
            JsonNode ask = row.path(10).path(0).path(0);
            if (row.path(11).asText().isEmpty()
                    && bid.isTextual()
                    && ask.isTextual()
                    && new BigDecimal(bid.asText()).compareTo(new BigDecimal(ask.asText())) >= 0) {
                return row;
            }
        }
        return null;
    }

    String burst() throws Exception {
        var _ = trader.follow();
        var _ = trader.fault("\"kind\":\"burst\",\"scope\":{\"channel\":\"snapshots\"},\"copies\":50,\"count\":1");
        JsonNode before = trader.update();
        JsonNode next = trader.update();
        for (; !next.path("rows").equals(before.path("rows")); next = trader.update()) {
            before = next;
        }
        for (int i = 1; i < 50; i++) {
            assertThat(trader.update().path("rows")).isEqualTo(before.path("rows"));
        }
        assertThat(trader.update().path("rows")).isNotEqualTo(before.path("rows"));
        return "one frame 51 times";
    }

    String frozen() throws Exception {
        var _ = trader.follow();
        String id = trader.fault("\"kind\":\"frozen-feed\",\"scope\":{\"channel\":\"snapshots\"}");
        assertThat(trader.ask("\"op\":\"ping\"").path("ok").asBoolean()).isTrue(); // what left before is behind us
        JsonNode next = trader.stream().next(each -> !each.path("type").asText().equals("reply"));
        assertThat(next.path("type").asText()).isEqualTo("heartbeat");
        assertThat(venue.faults().remove(id)).isPositive();
        assertThat(trader.update().path("rows").size()).isPositive();
        return "nothing but replies and heartbeats, then what was missed";
    }
}
