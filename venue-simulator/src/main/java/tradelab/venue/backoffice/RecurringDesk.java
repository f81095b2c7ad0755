package tradelab.venue.backoffice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.Fields;
import tradelab.venue.exchange.Notification;
import tradelab.venue.exchange.Refusal;
import tradelab.venue.market.Market;

/**
 * Orders that come again each day, week or month, as market orders of the exchange wallet: what is below
 * {@code ext/recurring-ao/}, as JSON objects. Not thread-safe.
 */
record RecurringDesk(Backoffice office) {
    private static final String READ = "r/ext/recurring-ao/";
    private static final String WRITE = "w/ext/recurring-ao/";
    private static final String ACTIVE = "active";
    private static final String ENDED = "ended";
    private static final String CANCELLED = "cancelled";
    private static final int TEXT_MAX = 256;
    private static final int PAGE_DEFAULT = 10;
    private static final int PAGE_MAX = 100;

    /** What an update may change; all of it is also read from a new order. */
    private static final String[] TERMS = {
        "alias", "_symbol", "currency", "action", "amount", "recurrence", "endedAt", "endless"
    };

    private static final String[] FILTERS = {"alias", "_symbol", "currency", "action", "recurrence", "endless"};

    /** An order that comes again: what its owner sees of it, and when it is due next. */
    static final class Recurring {
        private final ObjectNode shown;
        private long dueMillis;

        Recurring(ObjectNode shown, long dueMillis) {
            this.shown = shown;
            this.dueMillis = dueMillis;
        }
    }

    @Nullable
    String answer(Account account, String path, JsonNode body, long now) {
        boolean reads = path.startsWith(READ);
        if (!reads && !path.startsWith(WRITE)) {
            return null;
        }
        AccountFolder folder = office.folder(account);
        String[] parts = path.substring(READ.length()).split("/", -1);
        String id = parts.length == 2 ? parts[1] : "";
        return switch ((reads ? "r/" : "w/") + parts[0]) {
            case "r/list" ->
                page(folder.recurring.values().stream().map(each -> each.shown).toList(), body);
            case "r/order" -> id.equals("list") ? page(folder.recurringOrders, body) : null;
            case "r/detail" -> find(folder, id).shown.toString();
            case "w/create" -> create(folder, body, now);
            case "w/update" -> update(find(folder, id), body, now);
            case "w/cancel" -> end(find(folder, id).shown, CANCELLED, now).toString();
            default -> null;
        };
    }

    private String create(AccountFolder folder, JsonNode body, long now) {
        if (folder.recurring.size() >= AccountFolder.KEPT_MAX) {
            throw new Refusal(Refusal.GENERIC, "order: too many");
        }
        ObjectNode shown = JsonNodeFactory.instance.objectNode().put("algoOrderId", office.newName("recurring"));
        terms(shown, body);
        long starts = Math.max(now, Fields.time(body, "startedAt", now)); // what is past does not come later
        shown.put("startedAt", Instant.ofEpochMilli(starts).toString())
                .put("status", ACTIVE)
                .put("createdAt", Instant.ofEpochMilli(now).toString())
                .put("updatedAt", Instant.ofEpochMilli(now).toString());
        folder.recurring.put(shown.path("algoOrderId").asText(), new Recurring(shown, starts));
        return shown.toString();
    }

    private String update(Recurring order, JsonNode body, long now) {
        ObjectNode changed = order.shown.deepCopy();
        for (String name : TERMS) {
            if (body.has(name)) {
                changed.set(name, body.get(name));
            }
        }
        requireActive(order.shown);
        terms(order.shown, changed);
        return order.shown
                .put("updatedAt", Instant.ofEpochMilli(now).toString())
                .toString();
    }

    /** Copies what an order says of itself, if it can be carried out. */
    private void terms(ObjectNode shown, JsonNode body) {
        String symbol = Fields.text(body, "_symbol", "");
        Market market = office.exchange().market(symbol);
        if (market == null) {
            throw Fields.invalid("_symbol", symbol);
        }
        String alias = Fields.text(body, "alias", "");
        if (alias.length() > TEXT_MAX) {
            throw Fields.invalid("alias", alias);
        }
        long amount = Fields.decimal(body, "amount", 0);
        if (amount < 1) {
            throw Fields.invalid("amount", Decimals.format(amount));
        }
        long ends = Fields.time(body, "endedAt", 0);
        shown.put("alias", alias)
                .put("_symbol", symbol)
                .put(
                        "currency",
                        oneOf(
                                body,
                                "currency",
                                market.spec().base(),
                                market.spec().quote()))
                .put("action", oneOf(body, "action", "buy", "sell"))
                .put("recurrence", oneOf(body, "recurrence", "daily", "weekly", "monthly"))
                .put("endedAt", ends == 0 ? null : Instant.ofEpochMilli(ends).toString())
                .put("endless", ends == 0);
        shown.set("amount", body.get("amount"));
    }

    private static String oneOf(JsonNode body, String name, String... values) {
        String text = Fields.text(body, name, "");
        if (!List.of(values).contains(text)) {
            throw Fields.invalid(name, text);
        }
        return text;
    }

    private static ObjectNode end(ObjectNode shown, String status, long now) {
        requireActive(shown);
        return shown.put("status", status)
                .put("updatedAt", Instant.ofEpochMilli(now).toString());
    }

    private static void requireActive(ObjectNode shown) {
        if (!isActive(shown)) {
            throw new Refusal(Refusal.GENERIC, "order: " + shown.path("status").asText());
        }
    }

    private static boolean isActive(ObjectNode shown) {
        return shown.path("status").asText().equals(ACTIVE);
    }

    private static Recurring find(AccountFolder folder, String id) {
        Recurring found = folder.recurring.get(id);
        if (found == null) {
            throw new Refusal(Refusal.GENERIC, "order: not found");
        }
        return found;
    }

    /** Submits what is due; what was due more than once meanwhile comes once. */
    void tick(Account account, AccountFolder folder, long now) {
        for (Recurring each : folder.recurring.values()) {
            long ends = Fields.time(each.shown, "endedAt", Long.MAX_VALUE);
            if (isActive(each.shown) && now >= each.dueMillis && each.dueMillis < ends) {
                submit(account, folder, each.shown, now);
                while (each.dueMillis <= now) {
                    each.dueMillis = following(
                            each.dueMillis, each.shown.path("recurrence").asText());
                }
            }
            if (isActive(each.shown) && now >= ends) {
                var _ = end(each.shown, ENDED, now);
            }
        }
    }

    private static long following(long millis, String recurrence) {
        ZonedDateTime time = Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC);
        ZonedDateTime next = switch (recurrence) {
            case "daily" -> time.plusDays(1);
            case "weekly" -> time.plusWeeks(1);
            default -> time.plusMonths(1);
        };
        return next.toInstant().toEpochMilli();
    }

    private void submit(Account account, AccountFolder folder, ObjectNode shown, long now) {
        String symbol = shown.path("_symbol").asText();
        Market market = office.exchange().market(symbol);
        if (market == null) {
            return;
        }
        long amount = Fields.decimal(shown, "amount", 0);
        if (!shown.path("currency").asText().equals(market.spec().base())) {
            amount = BigInteger.valueOf(amount)
                    .multiply(BigInteger.valueOf(Decimals.ONE))
                    .divide(BigInteger.valueOf(Math.max(1, market.lastPrice())))
                    .min(BigInteger.valueOf(Long.MAX_VALUE))
                    .longValue();
        }
        ObjectNode order = JsonNodeFactory.instance
                .objectNode()
                .put("type", "EXCHANGE MARKET")
                .put("symbol", symbol)
                .put("amount", (shown.path("action").asText().equals("buy") ? "" : "-") + Decimals.format(amount));
        office.exchange()
                .submit(
                        account,
                        order,
                        now,
                        told -> folder.remember(folder.recurringOrders, executed(order, shown, told, now)));
    }

    private static ObjectNode executed(ObjectNode order, ObjectNode shown, Notification told, long now) {
        ObjectNode row = order.deepCopy()
                .put("algoOrderId", shown.path("algoOrderId").asText())
                .put("status", told.refusal() == null ? "executed" : "failed")
                .put("text", told.text())
                .put("createdAt", Instant.ofEpochMilli(now).toString());
        told.orders().forEach(each -> row.put("orderId", each.id()));
        return row;
    }

    /** Lists orders a page at a time, in the shape of the invoices' pages. */
    private static String page(Collection<ObjectNode> orders, JsonNode body) {
        long page = Math.max(1, Fields.whole(body, "page", 1));
        long limit = Math.clamp(Fields.whole(body, "limit", PAGE_DEFAULT), 1, PAGE_MAX);
        String field = Fields.text(body, "sortField", "createdAt");
        boolean falls = Fields.text(body, "sortOrder", "asc").equals("desc");
        String id = Fields.text(body, "algoOrderId", "");
        JsonNode filter = body.path("filter");
        Comparator<ObjectNode> order =
                Comparator.comparing(each -> each.path(field).asText());
        List<ObjectNode> found = orders.stream()
                .filter(each ->
                        id.isEmpty() || each.path("algoOrderId").asText().equals(id))
                .filter(each -> fits(each, filter))
                .sorted(falls ? order.reversed() : order)
                .toList();
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("page", page)
                .put("limit", limit)
                .put("totalPages", (found.size() + limit - 1) / limit)
                .put("totalItems", found.size());
        answer.putArray("items")
                .addAll(found.stream().skip((page - 1) * limit).limit(limit).toList());
        return answer.toString();
    }

    private static boolean fits(ObjectNode order, JsonNode filter) {
        JsonNode states = filter.path("status");
        String status = order.path("status").asText();
        boolean listed = states.isMissingNode()
                || states.isArray() && states.toString().contains('"' + status + '"')
                || List.of(states.asText().split(",")).contains(status);
        for (String name : FILTERS) {
            listed &= !filter.has(name)
                    || filter.path(name).asText().equals(order.path(name).asText());
        }
        return listed;
    }
}
