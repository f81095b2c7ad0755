package tradelab.trading;

import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Inputs that nothing may take. */
final class BadInputs {
    /** A body and what the refusal must name; empty where there is nothing to name. */
    record Bad(String body, String named) {}

    /** A call without a body, and what the refusal must name. */
    record Call(HttpMethod method, String path, String named) {}

    private static final List<String> SERVER_SET =
            List.of("status", "orderId", "filled", "sequence", "venueOrderId", "averagePrice");

    private BadInputs() {}

    static Bad order(Random random) {
        return random.nextInt(12) == 0
                ? new Bad(
                        order("\"price\":\"6400\"").replace("\"BUY\"", random.nextBoolean() ? "\"buy\"" : "1"), "side")
                : bad(random, "price", "\"6400\"", BadInputs::order);
    }

    static Bad orders(Random random) {
        Bad order = order(random);
        return new Bad("{\"orders\":[" + order.body() + "]}", order.named());
    }

    /** What an amendment over HTTP asks for. */
    static Bad terms(Random random) {
        return bad(random, "price", "\"6400\"", field -> "{" + field + "}");
    }

    static Bad amendment(Random random) {
        return bad(
                random,
                random.nextBoolean() ? "price" : "amount",
                "\"6400\"",
                field -> "{\"account\":\"a1\",\"clientOrderId\":\"bad\"," + field + "}");
    }

    static Bad kill(Random random) {
        return bad(random, "state", "\"HALTED\"", field -> "{\"reason\":\"test\"," + field + "}");
    }

    static Bad limits(Random random) {
        return bad(random, "amountMax", "\"6400\"", field -> "{\"limits\":{" + field + "},\"reason\":\"test\"}");
    }

    /** Neither a name of an order nor a scope. */
    static Bad cancellation(Random random) {
        String account = "{\"account\":";
        return switch (random.nextInt(6)) {
            case 0 -> new Bad(account + quoted("a".repeat(65 + random.nextInt(5_000))) + "}", "account");
            case 1 -> new Bad(account + quoted("a" + odd(random)) + "}", "account");
            case 2 -> new Bad(account + "\"\"}", "account");
            case 3 -> new Bad(account + "\"a1\",\"x" + random.nextInt(1_000) + "\":1}", "x");
            case 4 -> new Bad(account + "\"a1\",\"account\":\"a" + random.nextInt(1_000) + "\"}", "account");
            default -> new Bad(account.repeat(1 + random.nextInt(3_000)), "");
        };
    }

    /** A query or a path that cannot be. */
    static Call call(Random random) {
        String odd = URLEncoder.encode("x" + odd(random), StandardCharsets.UTF_8);
        String number = switch (random.nextInt(4)) {
            case 0 -> "-" + random.nextInt(1, 1_000);
            case 1 -> "9".repeat(20 + random.nextInt(100));
            case 2 -> random.nextInt(1_000) + ".5";
            default -> odd;
        };
        return switch (random.nextInt(14)) {
            case 0 -> get("orders?limit=" + number, "limit");
            case 1 -> get("orders?after=" + number, "after");
            case 2 -> get("orders?status=" + odd, "status");
            case 3 -> get("orders?instrument=" + odd, "instrument");
            case 4 -> get("orders?account=" + odd, "account");
            case 5 -> get("events?partition=" + number, "partition");
            case 6 -> get("events?after=" + number, "after");
            case 7 -> get("fills?limit=" + number, "limit");
            case 8 -> get("positions?account=" + odd, "account");
            case 9 -> get("limits/changes?before=" + number, "before");
            case 10 -> new Call(HttpMethod.DELETE, "/api/v1/orders?all=" + odd, "all");
            case 11 -> new Call(HttpMethod.DELETE, "/api/v1/orders?instrument=" + odd, "instrument");
            case 12 -> new Call(HttpMethod.DELETE, "/api/v1/orders/a1/" + odd, "clientOrderId");
            default -> get("orders/" + odd + "/c1", "account");
        };
    }

    private static Call get(String path, String named) {
        return new Call(HttpMethod.GET, "/api/v1/" + path, named);
    }

    /** A character that is in no name. */
    private static char odd(Random random) {
        return (char) random.nextInt(0xa1, 0x2fff);
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    /**
     * One field of a body is bad, or all of it.
     *
     * @param valid what the field could be
     * @param frame makes a body of the field
     */
    private static Bad bad(Random random, String name, String valid, Function<String, String> frame) {
        String field = "\"" + name + "\":";
        return switch (random.nextInt(11)) {
            case 0 -> new Bad(frame.apply(field + random.nextDouble() * 1e6), name);
            case 1 -> new Bad(frame.apply(field + "1e" + (300 + random.nextInt(1_000))), name);
            case 2 -> new Bad(frame.apply(field + valid + "," + field + valid), name);
            case 3 -> new Bad(frame.apply(field + quoted("9".repeat(12 + random.nextInt(5_000)))), name);
            case 4 -> new Bad(frame.apply(field + quoted("1." + (100_000_000L + random.nextInt(1_000)))), name);
            case 5 -> unknown(field + valid, "x" + random.nextInt(1_000), frame);
            case 6 -> unknown(field + valid, SERVER_SET.get(random.nextInt(SERVER_SET.size())), frame);
            case 7 -> new Bad("[".repeat(1 + random.nextInt(5_000)), "");
            case 8 -> new Bad("{\"account\":".repeat(1 + random.nextInt(3_000)), "");
            case 9 -> {
                String body = frame.apply(field + valid);
                yield new Bad(body.substring(0, random.nextInt(1, body.length() - 1)), "");
            }
            default -> new Bad(frame.apply(field + quoted("6" + (char) random.nextInt('a', 0x2fff))), name);
        };
    }

    private static Bad unknown(String good, String field, Function<String, String> frame) {
        return new Bad(frame.apply(good + ",\"" + field + "\":\"FILLED\""), field);
    }

    static String order(String price) {
        return "{\"account\":\"a1\",\"clientOrderId\":\"bad\",\"instrument\":\"BITFINEX:tBTCUSD\",\"side\":\"BUY\","
                + "\"type\":\"LIMIT\"," + price + ",\"amount\":\"0.5\"}";
    }
}
