package tradelab.venue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import tradelab.venue.VenueClient.Stream;
import tradelab.venue.fault.FaultKind;
import tradelab.venue.fault.FaultScope;
import tradelab.venue.fault.FaultSpec;
import tradelab.venue.testing.RunningVenue;

/** Observes the faults of channels, each with its end, and says what it saw. */
record StreamFaults(RunningVenue venue, VenueClient client) {
    private static final String SYMBOL = "tBTCUSD";
    private static final long HELD_MILLIS = 300;
    private static final int SEQUENCE = 65536;
    private static final int CHECKSUM = 131072;

    String fills(FaultKind kind) throws Exception {
        try (Stream stream = client.stream()) {
            stream.authenticate();
            FaultSpec spec = FaultSpec.of(kind, FaultScope.ANY).times(2);
            add(kind == FaultKind.LATE_FILL ? spec.waiting(HELD_MILLIS) : spec);
            stream.send("[0,\"on\",null,{\"type\":\"EXCHANGE MARKET\",\"symbol\":\"tETHUSD\",\"amount\":\"0.01\"}]");
            StringBuilder names = new StringBuilder();
            int fills = kind == FaultKind.LATE_FILL ? 2 : 4;
            for (boolean closed = false; fills > 0 || !closed; ) {
                String name = stream.frame().path(1).asText();
                closed |= name.equals("oc");
                fills -= name.matches("te|tu") ? 1 : 0;
                names.append(name.matches("te|tu|oc") ? name + " " : "");
            }
            boolean late = kind == FaultKind.LATE_FILL;
            assertThat(names.toString()).isEqualTo(late ? "oc te tu " : "te te tu tu oc ");
            stream.send("[0,\"on\",null,{\"type\":\"EXCHANGE MARKET\",\"symbol\":\"tETHUSD\",\"amount\":\"0.01\"}]");
            assertThat(order(stream)).isEqualTo("te tu oc ");
            return names.toString();
        }
    }

    private static String order(Stream stream) throws InterruptedException {
        StringBuilder names = new StringBuilder();
        while (names.indexOf("oc") < 0) {
            String name = stream.frame().path(1).asText();
            names.append(name.matches("te|tu|oc") ? name + " " : "");
        }
        return names.toString();
    }

    String gap() throws Exception {
        try (Stream stream = client.stream()) {
            int last = sequence(stream.book(SYMBOL, SEQUENCE));
            add(book(FaultKind.SEQUENCE_GAP).times(1));
            var _ = venue.limit(SYMBOL, "0.1", "49001");
            var _ = venue.limit(SYMBOL, "0.1", "49002");
            int next = sequence(stream.frame());
            assertThat(next).isEqualTo(last + 2);
            var _ = venue.limit(SYMBOL, "0.1", "49003");
            assertThat(sequence(stream.frame())).isEqualTo(next + 1);
            return "sequence " + last + ", " + next;
        }
    }

    String checksum() throws Exception {
        try (Stream stream = client.stream()) {
            SubscriberBook book = new SubscriberBook();
            book.apply(stream.book(SYMBOL, CHECKSUM).get(1));
            assertThat(checksum(stream, book)).isTrue();
            add(book(FaultKind.WRONG_CHECKSUM).times(1));
            var _ = venue.limit(SYMBOL, "0.1", "49999");
            assertThat(checksum(stream, book)).isFalse();
            var _ = venue.limit(SYMBOL, "0.2", "49999");
            assertThat(checksum(stream, book)).isTrue();
            return "a checksum that is not the book's, then the right one";
        }
    }

    /** Applies frames until the next checksum, and returns whether it is the book's. */
    private static boolean checksum(Stream stream, SubscriberBook book) throws InterruptedException {
        while (true) {
            JsonNode frame = stream.frame();
            if (frame.get(1).asText().equals("cs")) {
                return frame.get(2).asInt() == book.checksum();
            }
            book.apply(frame.get(1));
        }
    }

    String outOfOrder() throws Exception {
        try (Stream stream = client.stream()) {
            int last = sequence(stream.book(SYMBOL, SEQUENCE));
            add(FaultSpec.of(FaultKind.OUT_OF_ORDER, new FaultScope(null, null, null, "book", null, null))
                    .times(1)
                    .lasting(60_000));
            var _ = venue.limit(SYMBOL, "0.3", "49998");
            var _ = venue.limit(SYMBOL, "0.4", "49998");
            int first = sequence(stream.frame());
            int second = sequence(stream.frame());
            assertThat(List.of(first, second)).containsExactly(last + 2, last + 1);
            assertThat(stream.frame().get(1).get(0).isArray()).isTrue(); // a snapshot mends the level
            return "sequence " + last + ", " + first + ", " + second;
        }
    }

    /** Every frame is struck: they change places in pairs, each pair mended by a snapshot. */
    void pairsOutOfOrder() throws Exception {
        try (Stream stream = client.stream()) {
            int last = sequence(stream.book(SYMBOL, SEQUENCE));
            String id = venue.faults().add(book(FaultKind.OUT_OF_ORDER));
            for (int pair = 0; pair < 2; pair++) {
                var _ = venue.limit(SYMBOL, "0.1", "49985");
                var _ = venue.limit(SYMBOL, "0.2", "49985");
                List<Integer> seen =
                        List.of(sequence(stream.frame()), sequence(stream.frame()), sequence(stream.frame()));
                assertThat(seen).containsExactly(last + 2, last + 1, last + 3);
                last += 3;
            }
            assertThat(venue.faults().remove(id)).isEqualTo(4);
            var _ = venue.limit(SYMBOL, "0.1", "49985");
            assertThat(sequence(stream.frame())).isEqualTo(last + 1);
        }
    }

    /** One frame waits; the one behind it, which is not struck, does not set it free. */
    void delayedInTheirOrder(long millis) throws Exception {
        try (Stream stream = client.stream()) {
            int last = sequence(stream.book(SYMBOL, SEQUENCE));
            add(book(FaultKind.DELAY).waiting(millis).times(1));
            long began = System.nanoTime();
            var _ = venue.limit(SYMBOL, "0.1", "49984");
            var _ = venue.limit(SYMBOL, "0.1", "49983");
            JsonNode first = stream.frame();
            assertThat((System.nanoTime() - began) / 1_000_000).isGreaterThanOrEqualTo(millis);
            assertThat(first.get(1).get(0).asInt()).isEqualTo(49984);
            JsonNode second = stream.frame();
            assertThat(second.get(1).get(0).asInt()).isEqualTo(49983);
            assertThat(List.of(sequence(first), sequence(second))).containsExactly(last + 1, last + 2);
        }
    }

    /** What hangs ends its connection, and so does an answer that is kept. */
    void hanging(FaultKind kind, boolean executed) throws Exception {
        try (Stream stream = client.stream()) {
            stream.authenticate();
            long before = venue.summary().arrivals();
            add(FaultSpec.of(kind, new FaultScope("ws/on", null, null, null, null, null))
                    .times(1)
                    .waiting(HELD_MILLIS));
            stream.send("[0,\"on\",null,{\"type\":\"EXCHANGE LIMIT\",\"symbol\":\"tBTCUSD\",\"amount\":\"0.1\","
                    + "\"price\":\"10\"}]");
            assertThat(stream.closeCode()).isEqualTo(1006);
            assertThat(venue.summary().arrivals() - before).isEqualTo(executed ? 1 : 0);
            assertThat(venue.arrivals(0).getLast().answer()).isEqualTo("none");
        }
    }

    String crossed() throws Exception {
        try (Stream stream = client.stream()) {
            JsonNode snapshot = stream.book(SYMBOL, 0).get(1);
            String ask = price(snapshot, false);
            add(book(FaultKind.CROSSED_BOOK).times(1));
            var _ = venue.limit(SYMBOL, "0.1", "49997");
            JsonNode crossing =
                    stream.next(frame -> frame.path(1).path(2).decimalValue().signum() > 0
                            && frame.path(1).path(0).decimalValue().compareTo(new BigDecimal(ask)) >= 0);
            JsonNode mended =
                    stream.next(frame -> frame.path(1).path(0).isArray()).get(1);
            assertThat(new BigDecimal(price(mended, true))).isLessThan(new BigDecimal(price(mended, false)));
            return "a bid at " + crossing.get(1).get(0) + ", best ask " + ask + "; a snapshot mends it";
        }
    }

    private static String price(JsonNode rows, boolean bid) {
        BigDecimal best = null;
        for (JsonNode row : rows) {
            BigDecimal price = row.get(0).decimalValue();
            boolean side = row.get(2).decimalValue().signum() > 0 == bid;
            if (side && (best == null || price.compareTo(best) > 0 == bid)) {
                best = price;
            }
        }
        return String.valueOf(best);
    }

    String burst() throws Exception {
        try (Stream stream = client.stream()) {
            var _ = stream.book(SYMBOL, 0);
            add(book(FaultKind.BURST).times(1));
            var _ = venue.limit(SYMBOL, "0.1", "49996");
            JsonNode first = stream.frame();
            for (int i = 0; i < 100; i++) {
                assertThat(stream.frame()).isEqualTo(first);
            }
            var _ = venue.limit(SYMBOL, "0.1", "49995");
            assertThat(stream.frame()).isNotEqualTo(first);
            return "one update 101 times";
        }
    }

    String frozen() throws Exception {
        try (Stream stream = client.stream()) {
            int rows = stream.book(SYMBOL, 0).get(1).size();
            String id = venue.faults().add(book(FaultKind.FROZEN_FEED));
            var _ = venue.limit(SYMBOL, "0.1", "49994");
            stream.send("{\"event\":\"ping\",\"cid\":9}");
            JsonNode next = stream.next(_ -> true);
            assertThat(next.path("event").asText()).isEqualTo("pong");
            assertThat(venue.faults().remove(id)).isPositive();
            JsonNode snapshot = stream.frame().get(1);
            assertThat(snapshot.size()).isEqualTo(rows + 1);
            assertThat(snapshot).extracting(row -> row.get(0).asText()).contains("49994");
            return "nothing but answers, then a snapshot";
        }
    }

    private void add(FaultSpec spec) {
        var _ = venue.faults().add(spec);
    }

    private static int sequence(JsonNode frame) {
        return frame.get(frame.size() - 1).asInt();
    }

    private static FaultSpec book(FaultKind kind) {
        return FaultSpec.of(kind, new FaultScope(null, null, SYMBOL, "book", null, null));
    }
}
