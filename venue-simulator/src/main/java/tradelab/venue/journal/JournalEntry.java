package tradelab.venue.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import tradelab.venue.account.WalletType;
import tradelab.venue.matching.OrderKind;

/**
 * One input of the exchange. As text it is a JSON array, its first element the kind: {@code request}, {@code expiry},
 * {@code id}, {@code transfer}, {@code paid}, {@code aside}, {@code house}, {@code house-cancel}, {@code house-settle},
 * then the fields in order. Times are milliseconds since 1970; amounts and prices are times 10^8.
 */
public sealed interface JournalEntry {
    /** An account's command: {@code on}, {@code ou}, {@code oc}, {@code oc_multi} and others, as it came. */
    record Request(long millis, int owner, String name, JsonNode body) implements JournalEntry {}

    /** Orders ended because their time was over. */
    record Expiry(long millis) implements JournalEntry {}

    /** A number was taken from the sequence of order ids. */
    record NextId() implements JournalEntry {}

    /** Money went from one wallet to another. */
    record Transfer(
            long millis,
            int owner,
            WalletType from,
            WalletType to,
            String currency,
            String currencyTo,
            long units,
            String why)
            implements JournalEntry {}

    /** Money came into a wallet or left it. */
    record Paid(long millis, int owner, WalletType type, String currency, long units, String why)
            implements JournalEntry {}

    /** Money of a wallet was set aside or released. */
    record SetAside(int owner, WalletType type, String currency, long units) implements JournalEntry {}

    /** A generated order. */
    record HouseOrder(long millis, String symbol, OrderKind kind, long amount, long price) implements JournalEntry {}

    /** A generated cancellation. */
    record HouseCancel(long millis, String symbol, long orderId) implements JournalEntry {}

    /** A burst of generated flow was over. */
    record HouseSettled(long millis, String symbol) implements JournalEntry {}

    /** Returns the entry as JSON. */
    default ArrayNode json() {
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        return switch (this) {
            case Request(long millis, int owner, String name, JsonNode body) ->
                out.add("request").add(millis).add(owner).add(name).add(body);
            case Expiry(long millis) -> out.add("expiry").add(millis);
            case NextId() -> out.add("id");
            case Transfer(
                    long millis,
                    int owner,
                    WalletType from,
                    WalletType to,
                    String currency,
                    String currencyTo,
                    long units,
                    String why) ->
                out.add("transfer")
                        .add(millis)
                        .add(owner)
                        .add(from.name())
                        .add(to.name())
                        .add(currency)
                        .add(currencyTo)
                        .add(units)
                        .add(why);
            case Paid(long millis, int owner, WalletType type, String currency, long units, String why) ->
                out.add("paid")
                        .add(millis)
                        .add(owner)
                        .add(type.name())
                        .add(currency)
                        .add(units)
                        .add(why);
            case SetAside(int owner, WalletType type, String currency, long units) ->
                out.add("aside").add(owner).add(type.name()).add(currency).add(units);
            case HouseOrder(long millis, String symbol, OrderKind kind, long amount, long price) ->
                out.add("house")
                        .add(millis)
                        .add(symbol)
                        .add(kind.name())
                        .add(amount)
                        .add(price);
            case HouseCancel(long millis, String symbol, long orderId) ->
                out.add("house-cancel").add(millis).add(symbol).add(orderId);
            case HouseSettled(long millis, String symbol) ->
                out.add("house-settle").add(millis).add(symbol);
        };
    }

    /** @throws IllegalArgumentException if that is no entry */
    static JournalEntry of(JsonNode row) {
        Fields in = new Fields(row);
        return switch (in.text()) {
            case "request" -> new Request(in.whole(), (int) in.whole(), in.text(), in.next());
            case "expiry" -> new Expiry(in.whole());
            case "id" -> new NextId();
            case "transfer" ->
                new Transfer(
                        in.whole(),
                        (int) in.whole(),
                        in.wallet(),
                        in.wallet(),
                        in.text(),
                        in.text(),
                        in.whole(),
                        in.text());
            case "paid" -> new Paid(in.whole(), (int) in.whole(), in.wallet(), in.text(), in.whole(), in.text());
            case "aside" -> new SetAside((int) in.whole(), in.wallet(), in.text(), in.whole());
            case "house" -> new HouseOrder(in.whole(), in.text(), OrderKind.valueOf(in.text()), in.whole(), in.whole());
            case "house-cancel" -> new HouseCancel(in.whole(), in.text(), in.whole());
            case "house-settle" -> new HouseSettled(in.whole(), in.text());
            default -> throw new IllegalArgumentException("entry: expected a kind that is known, got " + row);
        };
    }

    /** Reads the elements of an entry one after the other. */
    final class Fields {
        private final JsonNode row;
        private int at;

        Fields(JsonNode row) {
            this.row = row;
        }

        JsonNode next() {
            JsonNode field = row.get(at);
            if (field == null) {
                throw new IllegalArgumentException("entry: expected more than " + at + " elements, got " + row);
            }
            at++;
            return field;
        }

        String text() {
            JsonNode field = next();
            if (!field.isTextual()) {
                throw new IllegalArgumentException("entry: expected text as element " + at + ", got " + row);
            }
            return field.textValue();
        }

        long whole() {
            JsonNode field = next();
            if (!field.isIntegralNumber() || !field.canConvertToLong()) {
                throw new IllegalArgumentException("entry: expected a whole number as element " + at + ", got " + row);
            }
            return field.longValue();
        }

        WalletType wallet() {
            return WalletType.valueOf(text());
        }
    }
}
