package tradelab.trading.ledger;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Decimals;
import tradelab.contracts.Json;
import tradelab.contracts.Price;
import tradelab.contracts.Require;
import tradelab.trading.order.ClientIds;

/**
 * Reads what the Taiwan market of a venue simulator wrote down: every order, amendment and cancellation that arrived, and
 * executions. It says neither what arrived in one call nor when an order left its book.
 */
public final class TaiwanHistory {
    private static final int PAGE = 10_000;

    private final Function<String, Buffer> get;
    private final String account;
    private final List<Entry> entries = new ArrayList<>();
    /** Amendments and cancellations name the venue's id alone. */
    private final Map<Long, Line> orders = new HashMap<>();
    /** The market has a clock of its own: what it said when something arrived, and what ours said. */
    private final TreeMap<Long, Long> clock = new TreeMap<>();

    private TaiwanHistory(Function<String, Buffer> get, String account) {
        this.get = get;
        this.account = account;
    }

    /**
     * Reads all that concerns one account.
     *
     * @param get the body that the simulator answers to a path
     * @throws IllegalArgumentException if an answer is none of a simulator, or its ledger lacks the beginning
     */
    public static List<Entry> read(Function<String, Buffer> get, String account) {
        TaiwanHistory history = new TaiwanHistory(get, account);
        history.arrivals();
        if (!history.entries.isEmpty()) {
            history.executions();
        }
        return history.entries;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Terms(long shares) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Line(
            long sequence,
            long marketTime,
            long receivedMillis,
            String operation,
            String outcome,
            @Nullable String account,
            @Nullable String clientOrderId,
            @Nullable Long orderId,
            @Nullable String symbol,
            @Nullable String market,
            @Nullable Terms order,
            @Nullable Long remaining,
            @Nullable String refusal) {}

    private record Page(List<Line> entries, long next) {}

    private void arrivals() {
        Page page = page(0);
        if (!page.entries().isEmpty() && page.entries().getFirst().sequence() != 1) {
            throw new IllegalArgumentException(
                    "/sim/taiwan/ledger: expected it from its beginning, got it from arrival "
                            + page.entries().getFirst().sequence() + " on; a larger venue.ledger-max keeps more");
        }
        while (!page.entries().isEmpty()) {
            page.entries().stream()
                    .filter(line -> account.equals(line.account()))
                    .forEach(this::arrival);
            page = page(page.next());
        }
    }

    private Page page(long after) {
        return Json.read(get.apply("/sim/taiwan/ledger?limit=" + PAGE + "&after=" + after), Page.class);
    }

    private void arrival(Line line) {
        clock.put(line.marketTime(), line.receivedMillis());
        switch (line.operation()) {
            case "SUBMIT" -> {
                Terms terms = line.order();
                if (line.orderId() != null) {
                    orders.put(line.orderId(), line);
                }
                add(line, line, Entry.Kind.NEW, terms == null ? null : shares(terms.shares()));
            }
            case "AMEND" -> {
                Long remaining = line.remaining();
                add(line, submitted(line), Entry.Kind.AMEND, remaining == null ? null : shares(remaining));
            }
            case "CANCEL" -> add(line, submitted(line), Entry.Kind.CANCEL, null);
            default -> {} // of the market, nobody's order
        }
    }

    /** Returns the arrival of the order that {@code line} is about; of one that is not known, {@code line} itself. */
    private Line submitted(Line line) {
        Line order = line.orderId() == null ? null : orders.get(line.orderId());
        return order == null ? line : order;
    }

    private void add(Line line, Line order, Entry.Kind kind, @Nullable Amount amount) {
        entries.add(new Entry.Arrival(
                line.sequence(),
                kind,
                order.market() + ":" + order.symbol(),
                clientId(order.clientOrderId(), line.orderId()),
                line.orderId() == null ? null : line.orderId().toString(),
                amount,
                line.outcome().equals("ACCEPTED"),
                line.refusal(),
                null,
                line.receivedMillis()));
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Execution(
            long executionId,
            long orderId,
            @Nullable String clientOrderId,
            String price,
            long shares,
            long marketTime) {
        Execution {
            var _ = Require.present("price", price);
        }
    }

    private record Executions(
            List<Execution> executions, @Nullable Long next) {}

    private void executions() {
        Long after = 0L;
        while (after != null) {
            Executions page = Json.read(
                    get.apply("/sim/taiwan/executions?account=" + account + "&limit=" + PAGE + "&after=" + after),
                    Executions.class);
            for (Execution execution : page.executions()) {
                entries.add(new Entry.Execution(
                        Long.toString(execution.executionId()),
                        clientId(execution.clientOrderId(), execution.orderId()),
                        Long.toString(execution.orderId()),
                        Price.parse(execution.price()),
                        shares(execution.shares()),
                        wallMillis(execution.marketTime())));
            }
            after = page.next();
        }
    }

    /** Returns our time: as if the market's clock had gone like ours since the last arrival. */
    private long wallMillis(long marketTime) {
        Map.Entry<Long, Long> last = clock.floorEntry(marketTime);
        return last == null ? marketTime : last.getValue() + marketTime - last.getKey();
    }

    /** A gateway's orders go there by their order ids, which say its client ids. */
    private static String clientId(@Nullable String clientOrderId, @Nullable Long orderId) {
        if (clientOrderId == null) {
            return "of venue order " + orderId;
        }
        long cid = ClientIds.cid(clientOrderId);
        return cid == 0 ? clientOrderId : Long.toString(cid);
    }

    private static Amount shares(long count) {
        return new Amount(Math.multiplyExact(count, Decimals.ONE));
    }
}
