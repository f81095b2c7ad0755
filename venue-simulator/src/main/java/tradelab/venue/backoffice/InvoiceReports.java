package tradelab.venue.backoffice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tradelab.venue.exchange.Fields;

/** Lists and counts a merchant's invoices. */
final class InvoiceReports {
    private static final int PAGE_DEFAULT = 10;
    private static final int PAGE_MAX = 100;

    private InvoiceReports() {}

    static String list(AccountFolder folder, JsonNode body) {
        String id = Fields.text(body, "id", "");
        long limit = Math.clamp(Fields.whole(body, "limit", PAGE_DEFAULT), 1, PAGE_MAX);
        long start = Fields.whole(body, "start", 0);
        long end = Fields.whole(body, "end", Long.MAX_VALUE);
        return shown(folder.invoices.values().stream()
                .filter(each -> id.isEmpty() || each.id().equals(id))
                .filter(each -> each.createdMillis() >= start && each.createdMillis() <= end)
                .limit(limit)
                .toList());
    }

    static String page(AccountFolder folder, JsonNode body) {
        long page = Math.max(1, Fields.whole(body, "page", 1));
        long size = Math.clamp(Fields.whole(body, "pageSize", PAGE_DEFAULT), 1, PAGE_MAX);
        boolean falls = Fields.text(body, "sort", "asc").equals("desc");
        String field = Fields.text(body, "sortField", "t");
        Comparator<Invoice> order = field.equals("status")
                ? Comparator.comparing(Invoice::status)
                : Comparator.comparing(each -> each.shown()
                        .path(field.equals("amount") ? "amount" : "t")
                        .decimalValue());
        JsonNode states = body.path("status");
        List<Invoice> found = folder.invoices.values().stream()
                .filter(each -> states.isEmpty() || states.toString().contains('"' + each.status() + '"'))
                .filter(each -> fits(each, body, "id") && fits(each, body, "orderId"))
                .sorted(falls ? order.reversed() : order)
                .toList();
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("page", page)
                .put("pageSize", size)
                .put("sort", falls ? "desc" : "asc")
                .put("sortField", field)
                .put("totalPages", (found.size() + size - 1) / size)
                .put("totalItems", found.size());
        ArrayNode items = answer.putArray("items");
        found.stream().skip((page - 1) * size).limit(size).forEach(each -> items.add(shown(each)));
        return answer.toString();
    }

    private static boolean fits(Invoice invoice, JsonNode body, String field) {
        String wanted = Fields.text(body, field, "");
        return wanted.isEmpty() || invoice.shown().path(field).asText().equals(wanted);
    }

    static String counts(AccountFolder folder, JsonNode body) {
        String status = Fields.text(body, "status", Invoice.COMPLETED);
        Map<String, BigDecimal> days = new TreeMap<>();
        folder.invoices.values().stream()
                .filter(each -> each.status().equals(status))
                .forEach(each -> days.merge(day(each), BigDecimal.ONE, BigDecimal::add));
        return statistics(days);
    }

    static String earnings(AccountFolder folder, JsonNode body) {
        String currency = Fields.text(body, "currency", "USD");
        Map<String, BigDecimal> days = new TreeMap<>();
        folder.invoices.values().stream()
                .filter(each -> each.status().equals(Invoice.COMPLETED)
                        && each.shown().path("currency").asText().equals(currency))
                .forEach(each ->
                        days.merge(day(each), each.shown().path("amount").decimalValue(), BigDecimal::add));
        return statistics(days);
    }

    private static String day(Invoice invoice) {
        return Instant.ofEpochMilli(invoice.createdMillis())
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .toString();
    }

    private static String statistics(Map<String, BigDecimal> days) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        days.forEach((day, count) -> rows.addObject().put("time", day).put("count", count));
        return rows.toString();
    }

    /** Returns what lists show; events are asked for by themselves. */
    static ObjectNode shown(Invoice invoice) {
        return invoice.shown().deepCopy().without("events");
    }

    private static String shown(List<Invoice> invoices) {
        List<JsonNode> rows = new ArrayList<>();
        invoices.forEach(each -> rows.add(shown(each)));
        return JsonNodeFactory.instance.arrayNode().addAll(rows).toString();
    }
}
