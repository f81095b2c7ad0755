package tradelab.trading.ledger;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Decimals;
import tradelab.contracts.Json;
import tradelab.contracts.Price;

/**
 * Reads what a venue simulator wrote down: everything that arrived for orders, and in which call, executions and ends.
 * When the beginning has given way there, only new orders are read, from its longer ledger.
 */
public final class SimulatorHistory {
    private static final int PAGE = 10_000;

    private final Function<String, Buffer> get;
    private final String account;
    private final List<Entry> entries = new ArrayList<>();
    /** Cancellations name the venue's id alone. */
    private final Map<Long, Long> clientIds = new HashMap<>();

    private SimulatorHistory(Function<String, Buffer> get, String account) {
        this.get = get;
        this.account = account;
    }

    /**
     * Reads all that concerns one account.
     *
     * @param get the body that the simulator answers to a path
     * @throws IllegalArgumentException if an answer is none of a simulator
     */
    public static List<Entry> read(Function<String, Buffer> get, String account) {
        SimulatorHistory history = new SimulatorHistory(get, account);
        if (!history.whole()) {
            history.entries.clear();
            history.ledger();
        }
        return history.entries;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Line(
            long sequence,
            long atMillis,
            String kind,
            long call,
            String account,
            String symbol,
            @Nullable Long cid,
            @Nullable Long orderId,
            @Nullable Long tradeId,
            String amount,
            String price,
            @Nullable String refusal) {}

    private record Page(List<Line> entries, long next, long oldest) {}

    private boolean whole() {
        Page page = page(0);
        while (page.oldest() == 1 && !page.entries().isEmpty()) {
            page.entries().stream()
                    .filter(line -> line.account().equals(account))
                    .map(this::entry)
                    .forEach(entries::add);
            page = page(page.next());
        }
        return page.oldest() == 1;
    }

    private Page page(long after) {
        return Json.read(get.apply("/sim/history?limit=" + PAGE + "&after=" + after), Page.class);
    }

    private Entry entry(Line line) {
        return switch (line.kind()) {
            case "NEW", "CANCEL", "AMEND" -> arrival(line, Entry.Kind.valueOf(line.kind()));
            case "EXECUTION" ->
                new Entry.Execution(
                        String.valueOf(line.tradeId()),
                        clientId(line),
                        String.valueOf(line.orderId()),
                        Price.parse(line.price()),
                        amount(line.amount()),
                        line.atMillis());
            case "CLOSE" -> new Entry.Close(clientId(line), String.valueOf(line.orderId()), line.atMillis());
            default ->
                throw new IllegalArgumentException(
                        "kind: expected NEW, CANCEL, AMEND, EXECUTION or CLOSE, got '" + line.kind() + "'");
        };
    }

    private Entry arrival(Line line, Entry.Kind kind) {
        Long orderId = line.orderId();
        Long cid = line.cid();
        if (kind == Entry.Kind.NEW && orderId != null && cid != null) {
            clientIds.put(orderId, cid);
        }
        return new Entry.Arrival(
                line.sequence(),
                kind,
                "BITFINEX:" + line.symbol(),
                clientId(line),
                orderId == null ? null : orderId.toString(),
                kind == Entry.Kind.CANCEL ? null : amount(line.amount()),
                line.refusal() == null,
                line.refusal(),
                line.call() == 0 ? null : Long.toString(line.call()),
                line.atMillis());
    }

    private String clientId(Line line) {
        Long named = line.cid();
        Long known = named == null && line.orderId() != null ? clientIds.get(line.orderId()) : named;
        return known == null ? "of venue order " + line.orderId() : known.toString();
    }

    private static Amount amount(String signed) {
        return new Amount(Math.abs(Decimals.parse("amount", signed)));
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Order(
            long sequence,
            long receivedMillis,
            String outcome,
            @Nullable Long orderId,
            @Nullable Long cid,
            String account,
            String symbol,
            String amount,
            @Nullable String refusal) {
        Entry arrival() {
            return new Entry.Arrival(
                    sequence,
                    Entry.Kind.NEW,
                    "BITFINEX:" + symbol,
                    String.valueOf(cid),
                    orderId == null ? null : orderId.toString(),
                    SimulatorHistory.amount(amount),
                    outcome.equals("ACCEPTED"),
                    refusal,
                    null,
                    receivedMillis);
        }
    }

    private record Orders(List<Order> entries, long next) {}

    private void ledger() {
        Orders page = orders(0);
        while (!page.entries().isEmpty()) {
            page.entries().stream()
                    .filter(order -> order.account().equals(account))
                    .map(Order::arrival)
                    .forEach(entries::add);
            page = orders(page.next());
        }
    }

    private Orders orders(long after) {
        return Json.read(get.apply("/sim/ledger?limit=" + PAGE + "&after=" + after), Orders.class);
    }
}
