package tradelab.venue.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which open orders a request means. */
final class Selection {
    /** How many ids, groups or client ids one request names at most. */
    private static final int NAMED_MAX = 1_000;

    private Selection() {}

    static List<AccountOrder> of(Account account, JsonNode request) {
        if (Fields.whole(request, "all", 0) == 1) {
            return List.copyOf(account.open());
        }
        Set<AccountOrder> found = new LinkedHashSet<>();
        for (JsonNode id : list(request, "id")) {
            add(found, account.open(Fields.whole("id", id)));
        }
        for (JsonNode pair : list(request, "cid")) {
            if (!pair.isArray() || pair.size() != 2 || !pair.get(1).isTextual()) {
                throw Fields.invalid("cid", pair.toString());
            }
            add(
                    found,
                    byCid(account, Fields.whole("cid", pair.get(0)), pair.get(1).textValue()));
        }
        Set<Long> groups = new HashSet<>();
        list(request, "gid").forEach(gid -> groups.add(Fields.whole("gid", gid)));
        if (!groups.isEmpty()) {
            account.open().stream()
                    .filter(order -> groups.contains(order.gid()))
                    .forEach(found::add);
        }
        return List.copyOf(found);
    }

    /** Returns the open order with that client id, which is unique only within the day that it was made. */
    static @Nullable AccountOrder byCid(Account account, long cid, String date) {
        AccountOrder order = account.openByCid(cid);
        if (order == null || date.isEmpty()) {
            return order;
        }
        String made = Instant.ofEpochMilli(order.createdMillis())
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .toString();
        return made.equals(date) ? order : null;
    }

    private static void add(Set<AccountOrder> found, @Nullable AccountOrder order) {
        if (order != null) {
            found.add(order);
        }
    }

    /** Returns the elements of a list, or the single value that stands for one. */
    private static List<JsonNode> list(JsonNode request, String name) {
        JsonNode field = Fields.field(request, name);
        List<JsonNode> elements = new ArrayList<>();
        if (field != null && field.isArray()) {
            field.forEach(elements::add);
        } else if (field != null) {
            elements.add(field);
        }
        if (elements.size() > NAMED_MAX) {
            throw Fields.invalid(name, elements.size() + " elements");
        }
        return elements;
    }
}
