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

    /** Few accounts and instruments have very many orders, which share their names. A lost race costs a copy. */
    private static final Instrument[] INSTRUMENTS = new Instrument[CACHE];

    private static final String[] ACCOUNTS = new String[CACHE];

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
        if (!text().equals("orders")) {
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
            String field = text();
            expect(':');
            int bit;
            switch (field) {
                case "account" -> {
                    bit = 1;
                    account = account(text());
                }
                case "clientOrderId" -> {
                    bit = 2;
                    clientOrderId = text();
                }
                case "instrument" -> {
                    bit = 4;
                    instrument = instrument(text());
                }
                case "side" -> {
                    bit = 8;
                    side = Side.valueOf(text());
                }
                case "type" -> {
                    bit = 16;
                    type = OrderType.valueOf(text());
                }
                case "price" -> {
                    bit = 32;
                    price = new Price(Decimals.parse("price", text()));
                }
                case "amount" -> {
                    bit = 64;
                    amount = new Amount(Decimals.parse("amount", text()));
                }
                case "postOnly" -> {
                    bit = 128;
                    postOnly = bool();
                }
                case "reduceOnly" -> {
                    bit = 256;
                    reduceOnly = bool();
                }
                default -> throw NotPlain.INSTANCE;
            }
            if ((seen & bit) != 0) {
                throw NotPlain.INSTANCE;
            }
            seen |= bit;
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

    private static String account(String name) {
        int slot = name.hashCode() & (CACHE - 1);
        String known = ACCOUNTS[slot];
        if (name.equals(known)) {
            return known;
        }
        ACCOUNTS[slot] = name;
        return name;
    }

    private static Instrument instrument(String name) {
        int slot = name.hashCode() & (CACHE - 1);
        Instrument known = INSTRUMENTS[slot];
        if (known != null && known.isNamed(name)) {
            return known;
        }
        Instrument parsed = Instrument.parse(name);
        INSTRUMENTS[slot] = parsed;
        return parsed;
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

    private String text() {
        expect('"');
        int from = at;
        byte c = body[at];
        while (c != '"') {
            if (c < ' ' || c == '\\') {
                throw NotPlain.INSTANCE;
            }
            c = body[++at];
        }
        return new String(body, from, at++ - from, StandardCharsets.ISO_8859_1);
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
