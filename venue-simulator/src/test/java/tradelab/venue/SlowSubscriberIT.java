package tradelab.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.until;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tradelab.venue.VenueClient.Stream;
import tradelab.venue.fault.FaultKind;
import tradelab.venue.fault.FaultScope;
import tradelab.venue.fault.FaultSpec;
import tradelab.venue.testing.RunningVenue;
import tradelab.venue.testing.VenueSimulator;

/** A subscriber that does not read is cut at the bound, and the others miss nothing. */
class SlowSubscriberIT {
    @RegisterExtension
    static final VenueSimulator SIMULATOR = VenueSimulator.builder()
            .setting("venue.generator.enabled", "false")
            .setting("venue.stream.unsent-max", "1048576")
            .scenarioFile("classpath:scenarios/wide-books.json")
            .build();

    private static final int SEQUENCE = 65536;
    private static final int TRY_AGAIN_LATER = 1013;
    private static final int UPDATES_MAX = 500;

    @Test
    void isCutWhileTheOthersGetEveryUpdate() throws Exception {
        RunningVenue venue = SIMULATOR.venue();
        try (VenueClient client = new VenueClient(venue);
                Stream slow = client.stream();
                Stream healthy = client.stream()) {
            var _ = slow.book("tBTCUSD", SEQUENCE);
            long number = venue.arrivals(0).getLast().connection();
            int sequence = sequence(healthy.book("tBTCUSD", SEQUENCE));
            slow.pause();
            var _ = venue.faults()
                    .add(FaultSpec.of(FaultKind.BURST, new FaultScope(null, null, null, "book", number, null))
                            .repeating(10_000));
            int updates = 0;
            while (connections(client) == 2 && updates < UPDATES_MAX) {
                var _ = venue.limit("tBTCUSD", "0.1", "45000");
                sequence = update(healthy, sequence);
                updates++;
            }
            var _ = until("the end of the slow one", () -> connections(client), left -> left == 1);
            slow.resume();
            assertThat(slow.closeCode()).isEqualTo(TRY_AGAIN_LATER);
            assertThat(slow.closeReason()).isEqualTo("too slow");
            var _ = venue.limit("tBTCUSD", "0.1", "45001");
            assertThat(update(healthy, sequence)).isGreaterThan(sequence);
        }
    }

    /** Takes the next update, and heartbeats before it: no number is left out. Returns the last number. */
    private static int update(Stream stream, int before) throws Exception {
        int sequence = before;
        while (true) {
            JsonNode frame = stream.next(JsonNode::isArray);
            assertThat(sequence(frame)).isEqualTo(++sequence);
            if (!frame.get(1).asText().equals("hb")) {
                return sequence;
            }
        }
    }

    private static int connections(VenueClient client) throws Exception {
        return client.getJson("/sim/view").path("connections").asInt();
    }

    private static int sequence(JsonNode frame) {
        return frame.get(frame.size() - 1).asInt();
    }
}
