package tradelab.trading.ledger;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Price;
import tradelab.contracts.trading.OrderStatus;
import tradelab.trading.chain.Chain;
import tradelab.trading.ledger.Entry.Kind;
import tradelab.trading.ledger.Entry.Outcome;

/** What honest clients, an honest gateway and an honest venue write down. */
final class CleanHistory {
    static final Price PRICE = Price.parse("6400");
    static final Amount AMOUNT = Amount.parse("1");
    private static final HexFormat HEX = HexFormat.of();
    static final String INSTRUMENT = "BITFINEX:tBTCUSD";

    private final List<Entry> entries = new ArrayList<>();
    private final Random random;
    private long now = 1_790_000_000_000L;
    private long sequence;
    private long arrivals;
    private long trades;

    private CleanHistory(long seed) {
        random = new Random(seed);
    }

    /** Returns the histories of {@code orders} orders with different ends, after two rules and the end of the stream. */
    static List<Entry> of(long seed, int orders) {
        CleanHistory history = new CleanHistory(seed);
        history.entries.add(new Entry.CallLimit(2, 10));
        history.entries.add(new Entry.ExposureLimit("a", null, null, Amount.parse("100")));
        for (int i = 0; i < orders; i++) {
            history.order(i);
        }
        history.groups();
        return history.entries;
    }

    /** One to four steps were written together. */
    private void groups() {
        List<Entry.Event> events = entries.stream()
                .filter(Entry.Event.class::isInstance)
                .map(Entry.Event.class::cast)
                .toList();
        byte[] link = {};
        int from = 0;
        long epoch = 1;
        while (from < events.size()) {
            int to = Math.min(events.size(), from + 1 + random.nextInt(4));
            epoch += random.nextInt(2);
            byte[] content = new byte[32];
            random.nextBytes(content);
            long first = events.get(from).sequence();
            long last = events.get(to - 1).sequence();
            link = Chain.link(link, 0, first, last, epoch, content);
            entries.add(new Entry.Group(0, first, last, epoch, HEX.formatHex(content), HEX.formatHex(link), List.of()));
            from = to;
        }
        entries.add(2, new Entry.Head(0, events.getLast().sequence(), HEX.formatHex(link)));
    }

    private void order(int i) {
        now += 20;
        String id = "T" + i;
        call("c" + i, Outcome.OK, id);
        event(id, OrderStatus.QUEUED, 0, 0);
        switch (random.nextInt(4)) {
            case 0 -> end(i, null, OrderStatus.CANCELED, 0);
            case 1 -> rests(i, OrderStatus.ACTIVE, 0);
            case 2 -> rests(i, OrderStatus.FILLED, AMOUNT.units());
            default -> rests(i, OrderStatus.PARTIAL, 1 + random.nextInt((int) AMOUNT.units() - 1));
        }
    }

    private void call(String name, Outcome outcome, String id) {
        entries.add(new Entry.Call("a", name, "body of " + name, now, now + 1, outcome, id));
    }

    private void event(String id, OrderStatus status, long filled, long batch) {
        entries.add(new Entry.Event(0, ++sequence, id, status, new Amount(filled), null, batch, now));
    }

    private void rests(int i, OrderStatus last, long filled) {
        String id = "T" + i;
        event(id, OrderStatus.SENDING, 0, i + 1);
        entries.add(new Entry.Arrival(
                ++arrivals, Kind.NEW, INSTRUMENT, "9" + i, "v" + i, AMOUNT, true, null, "call" + i, now));
        if (last != OrderStatus.ACTIVE) {
            event(id, OrderStatus.ACTIVE, 0, i + 1);
            String trade = "t" + ++trades;
            entries.add(new Entry.Execution(trade, "9" + i, "v" + i, PRICE, new Amount(filled), now));
            entries.add(new Entry.Fill(trade, id, PRICE, new Amount(filled), now));
        }
        end(i, "v" + i, last, filled);
    }

    private void end(int i, @Nullable String venueOrderId, OrderStatus last, long filled) {
        String id = "T" + i;
        event(id, last, filled, venueOrderId == null ? 0 : i + 1);
        entries.add(new Entry.Order(
                id, "a", "c" + i, INSTRUMENT, "9" + i, venueOrderId, AMOUNT, new Amount(filled), last, null, now));
    }
}
