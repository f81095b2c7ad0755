package tradelab.loadgen.protocol;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;
import tradelab.contracts.trading.TradingApi;
import tradelab.loadgen.operation.ExpectedStatuses;
import tradelab.loadgen.operation.Operation;

/**
 * A flow of orders: submits, amends and cancels by weight. An amendment is a cancel and then a new order in its place,
 * because that is how the trading service takes it. Client order ids are unique: run and arrival.
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
        String to = overBus ? "/" + TradingApi.SUBMIT_ORDER.address() : "/api/v1/orders";
        ExpectedStatuses accepted = new ExpectedStatuses(List.of("201"));
        Operation cancelling = overBus
                ? Operation.post(
                        "cancel",
                        cancel,
                        "/" + TradingApi.CANCEL_ORDER.address(),
                        "{\"account\":\"%s\",\"clientOrderId\":\"${run}-${seq}\"}".formatted(account))
                : new Operation(
                        "cancel",
                        cancel,
                        "DELETE",
                        "/api/v1/orders/" + account + "/${run}-${seq}",
                        Map.of(),
                        "",
                        ExpectedStatuses.SUCCESS);
        return List.of(
                new Operation("submit", submit, "POST", to, Map.of(), order, accepted),
                new Operation("amend", amend, "POST", to, Map.of(), order, accepted),
                cancelling);
    }
}
