package tradelab.trading.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.trading.OrderType;
import tradelab.contracts.trading.Side;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.trading.ledger.Entry;
import tradelab.trading.ledger.Entry.Outcome;
import tradelab.trading.ledger.Law;
import tradelab.trading.order.ClientIds;

/** Those who want orders placed, each under a name of its own, and who ask again until they know. */
final class Clients {
    private static final Instrument INSTRUMENT = new Instrument("BITFINEX", "tBTCUSD");

    private final Setup setup;
    final boolean[] acknowledged;
    final boolean[] cancelled;
    final long[] cids;
    final List<Entry> history = new ArrayList<>();

    Clients(Setup setup) {
        this.setup = setup;
        this.acknowledged = new boolean[setup.orders()];
        this.cancelled = new boolean[setup.orders()];
        this.cids = new long[setup.orders()];
    }

    Clients copy() {
        Clients copy = new Clients(setup);
        System.arraycopy(acknowledged, 0, copy.acknowledged, 0, acknowledged.length);
        System.arraycopy(cancelled, 0, copy.cancelled, 0, cancelled.length);
        System.arraycopy(cids, 0, copy.cids, 0, cids.length);
        return copy;
    }

    /** Body 0 is what the client wants; any other is somebody else's mistake. */
    static SubmitOrder request(int client, int body) {
        return new SubmitOrder(
                "a",
                name(client),
                INSTRUMENT,
                client % 2 == 0 ? Side.BUY : Side.SELL,
                OrderType.LIMIT,
                Price.parse("6400"),
                new Amount((1 + body) * 100_000_000L),
                null,
                client > 2 && client % 3 == 0 ? true : null); // none in a small world, where orders are alike
    }

    static String name(int client) {
        return "c" + client;
    }

    /** The gateway says what it has under this name: the log must have it by now. */
    void answer(Gateway.Waiting call, SimulatedLog log, long now) {
        Long cid = log.names.get(name(call.client()));
        if (cid == null) {
            throw new Broken(Law.ACKNOWLEDGED_IS_STORED, name(call.client()) + " is acknowledged and not stored");
        }
        SimulatedLog.Row row = log.rows.get(cid);
        if (row == null || !row.request().equals(request(call.client(), call.body()))) {
            write(call, Outcome.CONFLICT, now, 0);
            return;
        }
        Broken.unless(
                cids[call.client()] == 0 || cids[call.client()] == cid,
                Law.SAME_NAME_SAME_ANSWER,
                name(call.client()) + " has had another answer");
        acknowledged[call.client()] = true;
        cids[call.client()] = cid;
        write(call, Outcome.OK, now, cid);
    }

    /** The gateway says that the order was not accepted. */
    void failed(Gateway.Waiting call, long now) {
        write(call, Outcome.FAIL, now, 0);
    }

    /** No answer came. */
    void unanswered(Gateway.Waiting call) {
        write(call, Outcome.INFO, 0, 0);
    }

    private void write(Gateway.Waiting call, Outcome outcome, long now, long cid) {
        if (setup.history()) {
            history.add(new Entry.Call(
                    "a",
                    name(call.client()),
                    "body " + call.body(),
                    call.sentMillis(),
                    outcome == Outcome.INFO ? null : now,
                    outcome,
                    cid == 0 ? null : ClientIds.orderId(cid)));
        }
    }

    @Override
    public String toString() {
        return Arrays.toString(acknowledged) + Arrays.toString(cancelled);
    }
}
