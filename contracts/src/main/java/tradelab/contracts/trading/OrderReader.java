package tradelab.contracts.trading;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Decimals;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;

/**
 * Reads orders straight from the bytes of their JSON, if it is plain: the fields of {@link SubmitOrder}, each once, text
 * of printable ASCII without escapes. Whatever else there is, right or wrong, it leaves to
 * {@link tradelab.contracts.Json}, which knows how to explain it.
 *
 * <p>Time and memory are bounded by the length of the body; nothing nests. Not thread-safe: one reader, one body.
 */
final class OrderReader {
    private static final int CACHE = 1_024;

    private static final String[] FIELDS = {
        "account", "clientOrderId", "instrument", "side", "type", "price", "amount", "postOnly", "reduceOnly"
    };
    private static final int ACCOUNT = 1;
    private static final int CLIENT_ORDER_ID = 1 << 1;
    private static final int INSTRUMENT = 1 << 2;
    private static final int SIDE = 1 << 3;
    private static final int TYPE = 1 << 4;
    private static final int PRICE = 1 << 5;
    private static final int AMOUNT = 1 << 6;
    private static final int POST_ONLY = 1 << 7;

    /** Few accounts and instruments have very many orders, which share their names. A lost race costs a copy. */
    private static final NamedInstrument[] INSTRUMENTS = new NamedInstrument[CACHE];

    private static final String[] ACCOUNTS = new String[CACHE];

    private static final Side[] SIDES = Side.values();
    private static final OrderType[] TYPES = OrderType.values();

    private record NamedInstrument(String name, Instrument instrument) {}

    /** Thrown, without a stack, when the body is not plain. */
    private static final class NotPlain extends RuntimeException {
        private static final long serialVersionUID = 1L;
        static final NotPlain INSTANCE = new NotPlain();

        private NotPlain() {
            super("not plain", null, false, false);
        }
    }

    private final byte[] body;
    private int at;

    /** The text that was read last lies here, its end excluded: most texts are compared and never made. */
    private int from;

    private int to;

    private OrderReader(byte[] body) {
        this.body = body;
    }

    /** Returns the order, or null if the body is not plain or not valid. */
    static @Nullable SubmitOrder one(byte[] body) {
        OrderReader reader = new OrderReader(body);
        try {
            SubmitOrder order = reader.order();
            return reader.atEnd() ? order : null;
        } catch (IllegalArgumentException | NotPlain | ArrayIndexOutOfBoundsException e) {
            return null;
        }
    }

    /** Returns the orders of {@code {"orders":[...]}}, or null if the body is not plain or not valid. */
    static @Nullable SubmitOrders many(byte[] body) {
        OrderReader reader = new OrderReader(body);
        try {
            List<SubmitOrder> orders = reader.orders();
            return reader.atEnd() ? new SubmitOrders(orders) : null;
        } catch (IllegalArgumentException | NotPlain | ArrayIndexOutOfBoundsException e) {
            return null;
        }
    }

    private List<SubmitOrder> orders() {
        expect('{');
        pass();
        if (!is("orders")) {
            throw NotPlain.INSTANCE;
        }
        expect(':');
        expect('[');
        List<SubmitOrder> orders = new ArrayList<>();
        do {
            if (orders.size() == SubmitOrders.ORDERS_MAX) {
                throw NotPlain.INSTANCE;
            }
            orders.add(order());
        } while (more(']'));
        expect('}');
        return orders;
    }

    private SubmitOrder order() {
        String account = null;
        String clientOrderId = null;
        Instrument instrument = null;
        Side side = null;
        OrderType type = null;
        Price price = null;
        Amount amount = null;
        Boolean postOnly = null;
        Boolean reduceOnly = null;
        int seen = 0;
        expect('{');
        do {
            int field = field();
            expect(':');
            switch (field) {
                case ACCOUNT -> account = account();
                case CLIENT_ORDER_ID -> clientOrderId = text();
                case INSTRUMENT -> instrument = instrument();
                case SIDE -> side = oneOf(SIDES);
                case TYPE -> type = oneOf(TYPES);
                case PRICE -> price = new Price(Decimals.parse("price", text()));
                case AMOUNT -> amount = new Amount(Decimals.parse("amount", text()));
                case POST_ONLY -> postOnly = bool();
                default -> reduceOnly = bool();
            }
            if ((seen & field) != 0) {
                throw NotPlain.INSTANCE;
            }
            seen |= field;
        } while (more('}'));
        if (account == null
                || clientOrderId == null
                || instrument == null
                || side == null
                || type == null
                || amount == null) {
            throw NotPlain.INSTANCE;
        }
        return new SubmitOrder(account, clientOrderId, instrument, side, type, price, amount, postOnly, reduceOnly);
    }

    /** Passes the name of a field and returns its bit. */
    private int field() {
        pass();
        for (int i = 0; i < FIELDS.length; i++) {
            if (is(FIELDS[i])) {
                return 1 << i;
            }
        }
        throw NotPlain.INSTANCE;
    }

    private String account() {
        pass();
        int slot = hash() & (CACHE - 1);
        String known = ACCOUNTS[slot];
        if (known != null && is(known)) {
            return known;
        }
        String name = made();
        ACCOUNTS[slot] = name;
        return name;
    }

    private Instrument instrument() {
        pass();
        int slot = hash() & (CACHE - 1);
        NamedInstrument known = INSTRUMENTS[slot];
        if (known != null && is(known.name())) {
            return known.instrument();
        }
        String name = made();
        NamedInstrument named = new NamedInstrument(name, Instrument.parse(name));
        INSTRUMENTS[slot] = named;
        return named.instrument();
    }

    private <E extends Enum<E>> E oneOf(E[] values) {
        pass();
        for (E value : values) {
            if (is(value.name())) {
                return value;
            }
        }
        throw NotPlain.INSTANCE;
    }

    private boolean bool() {
        skip();
        int length = body[at] == 't' ? 4 : 5;
        String word = new String(body, at, Math.min(length, body.length - at), StandardCharsets.ISO_8859_1);
        at += length;
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            default -> throw NotPlain.INSTANCE;
        };
    }

    /** Passes a text and returns it. */
    private String text() {
        pass();
        return made();
    }

    /** Passes a text, which then is {@link #from} its first byte {@link #to} its end. */
    private void pass() {
        expect('"');
        from = at;
        byte c = body[at];
        while (c != '"') {
            if (c < ' ' || c == '\\') {
                throw NotPlain.INSTANCE;
            }
            c = body[++at];
        }
        to = at++;
    }

    private String made() {
        return new String(body, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private boolean is(String word) {
        if (word.length() != to - from) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) != body[from + i]) {
                return false;
            }
        }
        return true;
    }

    private int hash() {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + body[i];
        }
        return hash;
    }

    /** Passes a comma, or {@code close}. Returns whether it was the comma. */
    private boolean more(char close) {
        skip();
        byte c = body[at++];
        if (c != ',' && c != close) {
            throw NotPlain.INSTANCE;
        }
        return c == ',';
    }

    private void expect(char c) {
        skip();
        if (body[at++] != c) {
            throw NotPlain.INSTANCE;
        }
    }

    private void skip() {
        while (isBlank(body[at])) {
            at++;
        }
    }

    private boolean atEnd() {
        while (at < body.length && isBlank(body[at])) {
            at++;
        }
        return at == body.length;
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }
}
