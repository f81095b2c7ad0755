package tradelab.venue.backoffice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.Fields;
import tradelab.venue.exchange.Refusal;
import tradelab.venue.wire.Row;

/** Keeps what accounts write for others to read. The oldest messages give way. Not thread-safe. */
final class PulseDesk {
    private static final int MESSAGES_MAX = 1_000;
    private static final int ROWS_DEFAULT = 25;
    private static final int ROWS_MAX = 100;
    private static final int TITLE_MIN = 16;
    private static final int TITLE_MAX = 120;
    private static final int CONTENT_MAX = 10_000;
    private static final String PROFILE = "pulse/profile/";

    private record Message(
            String id,
            long millis,
            String author,
            String title,
            String content,
            boolean pinned,
            boolean open,
            boolean silent,
            JsonNode tags,
            JsonNode attachments,
            @Nullable String parent) {}

    private final Backoffice office;
    private final Deque<Message> messages = new ArrayDeque<>();

    PulseDesk(Backoffice office) {
        this.office = office;
    }

    @Nullable
    String answer(Account account, String path, JsonNode body, long now) {
        return switch (path) {
            case "w/pulse/add" -> add(account, body, now);
            case "w/pulse/del" -> delete(account, Fields.text(body, "pid", ""));
            case "r/pulse/hist" -> {
                boolean onlyPublic = Fields.whole(body, "isPublic", 0) == 1;
                yield rows(
                        each -> each.author().equals(account.key()) && (each.open() || !onlyPublic),
                        Long.MAX_VALUE,
                        ROWS_MAX);
            }
            default -> null;
        };
    }

    /** Answers anybody. */
    @Nullable
    String answer(String path, long end, long limit) {
        if (path.equals("pulse/hist")) {
            return rows(each -> each.open() && each.parent() == null, end, limit);
        }
        if (!path.startsWith(PROFILE)) {
            return null;
        }
        Account author = office.exchange().account(path.substring(PROFILE.length()));
        return author == null ? "[]" : profile(author.key());
    }

    private String add(Account account, JsonNode body, long now) {
        String parent = Fields.text(body, "parent", "");
        Message answered = parent.isEmpty() ? null : find(parent);
        String title = Fields.text(body, "title", "");
        String content = Fields.text(body, "content", "");
        if (!parent.isEmpty() && (answered == null || answered.silent())) {
            throw new Refusal(Refusal.GENERIC, "pulse: not found");
        }
        if (answered == null && (title.length() < TITLE_MIN || title.length() > TITLE_MAX)) {
            throw Fields.invalid("title", title);
        }
        if (content.isEmpty() || content.length() > CONTENT_MAX) {
            throw Fields.invalid("content", content);
        }
        Message message = new Message(
                office.newName("pulse"),
                now,
                account.key(),
                title,
                content,
                flag(body, "isPin"),
                flag(body, "isPublic"),
                flag(body, "disableComments"),
                list(body, "tags"),
                list(body, "attachments"),
                answered == null ? null : parent);
        messages.addFirst(message);
        if (messages.size() > MESSAGES_MAX) {
            messages.removeLast();
        }
        return row(message);
    }

    private static boolean flag(JsonNode body, String name) {
        return Fields.whole(body, name, 0) == 1;
    }

    private static JsonNode list(JsonNode body, String name) {
        JsonNode given = Fields.field(body, name);
        if (given != null && !given.isArray()) {
            throw Fields.invalid(name, given.toString());
        }
        return given == null ? JsonNodeFactory.instance.arrayNode() : given;
    }

    private @Nullable Message find(String id) {
        return messages.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    private String delete(Account account, String id) {
        for (Iterator<Message> each = messages.iterator(); each.hasNext(); ) {
            Message message = each.next();
            if (message.id().equals(id) && message.author().equals(account.key())) {
                each.remove();
                return "[1]";
            }
        }
        return "[0]";
    }

    private String rows(Predicate<Message> shown, long end, long limit) {
        List<String> rows = messages.stream()
                .filter(shown.and(each -> each.millis() <= end))
                .limit(Math.clamp(limit == 0 ? ROWS_DEFAULT : limit, 1, ROWS_MAX))
                .map(this::row)
                .toList();
        return Row.list(rows);
    }

    private String row(Message message) {
        long comments = messages.stream()
                .filter(each -> message.id().equals(each.parent()))
                .count();
        return Row.of(
                message.id(),
                message.millis(),
                null,
                author(message.author()),
                null,
                message.title(),
                message.content(),
                Row.nulls(2),
                message.pinned() ? 1 : 0,
                message.open() ? 1 : 0,
                message.silent() ? 1 : 0,
                message.tags(),
                message.attachments(),
                Row.raw("[]"),
                0,
                Row.nulls(2),
                Row.raw("[" + profile(message.author()) + "]"),
                comments,
                Row.nulls(2));
    }

    private static String profile(String key) {
        return Row.of(author(key), 0, null, key, null, "", "", Row.nulls(2), null, null, 0, 0, Row.nulls(3), 0);
    }

    /** The id of an author, which must not be the key itself in the form that clients expect. */
    private static String author(String key) {
        return UUID.nameUUIDFromBytes(("author " + key).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
