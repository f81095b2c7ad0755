package tradelab.loadgen.protocol;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tradelab.contracts.Endpoint;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;
import tradelab.contracts.trading.TradingApi;
import tradelab.loadgen.operation.ExpectedStatuses;
import tradelab.loadgen.operation.Operation;

/**
 * A flow of orders: submits, amendments and cancels by weight. Client order ids are unique: run and arrival.
 *
 * @param price a range such as {@code 20000-21000}
 * @param amount a range
 * @param openMax orders of each event loop that may be open; beyond it a submit becomes a cancel
 */
public record OrderPlan(
        String account,
        String instrument,
        String price,
        String amount,
        int openMax,
        int submit,
        int amend,
        int cancel) {
    /** The indexes of the operations. */
    static final int SUBMIT = 0;

    static final int AMEND = 1;
    static final int CANCEL = 2;

    public static final int OPEN_MAX = 1_000_000;

    private static final Pattern RANGE = Pattern.compile("\\d{1,9}(?:\\.\\d{1,8})?-\\d{1,9}(?:\\.\\d{1,8})?");

    public OrderPlan {
        account = Require.id("account", account);
        var _ = Instrument.parse(instrument);
        requireRange("price", price);
        requireRange("amount", amount);
        var _ = Require.range("openMax", openMax, 1, OPEN_MAX);
        var _ = Require.range("submit", submit, 1, Operation.WEIGHT_MAX);
        var _ = Require.range("amend", amend, 1, Operation.WEIGHT_MAX);
        var _ = Require.range("cancel", cancel, 1, Operation.WEIGHT_MAX);
    }

    private static void requireRange(String field, String range) {
        if (!RANGE.matcher(range).matches()) {
            throw Require.refused(field, "a range such as 0.10-2.50", range);
        }
    }

    /**
     * Returns the operations, in the order of their indexes.
     *
     * @param overBus paths are then addresses after a slash
     */
    public List<Operation> operations(boolean overBus) {
        String order = """
            {"account":"%s","clientOrderId":"${run}-${seq}","instrument":"%s","side":"BUY","type":"LIMIT",\
            "price":"${random:%s}","amount":"${random:%s}"}\
            """.formatted(account, instrument, price, amount);
        // The other way round, so that what was drawn for the amount now decides the price.
        String terms = """
            "amount":"${random:%s}","price":"${random:%s}"}\
            """.formatted(amount, price);
        return overBus ? overBus(order, terms) : overHttp(order, terms);
    }

    private List<Operation> overHttp(String order, String terms) {
        String one = "/api/v1/orders/" + account + "/${run}-${seq}";
        return List.of(
                new Operation("submit", submit, "POST", "/api/v1/orders", Map.of(), order, statuses("201")),
                new Operation("amend", amend, "PATCH", one, Map.of(), "{" + terms, statuses("202")),
                new Operation("cancel", cancel, "DELETE", one, Map.of(), "", ExpectedStatuses.SUCCESS));
    }

    private List<Operation> overBus(String order, String terms) {
        String ref = "{\"account\":\"%s\",\"clientOrderId\":\"${run}-${seq}\"".formatted(account);
        return List.of(
                posted("submit", submit, TradingApi.SUBMIT_ORDER, order, statuses("201")),
                posted("amend", amend, TradingApi.AMEND_ORDER, ref + "," + terms, statuses("202")),
                posted("cancel", cancel, TradingApi.CANCEL_ORDER, ref + "}", ExpectedStatuses.SUCCESS));
    }

    private static Operation posted(
            String name, int weight, Endpoint<?, ?> endpoint, String body, ExpectedStatuses expected) {
        return new Operation(name, weight, "POST", "/" + endpoint.address(), Map.of(), body, expected);
    }

    private static ExpectedStatuses statuses(String only) {
        return new ExpectedStatuses(List.of(only));
    }
}
