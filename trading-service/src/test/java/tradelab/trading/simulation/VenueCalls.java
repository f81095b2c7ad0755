package tradelab.trading.simulation;

import java.util.ArrayList;
import java.util.List;
import tradelab.trading.order.Order;
import tradelab.trading.order.VenueReport;
import tradelab.trading.venue.Operation;
import tradelab.trading.venue.OperationResult;

/** How a gateway writes operations down for the venue, and how it reads what comes back. Pure functions. */
final class VenueCalls {
    private VenueCalls() {}

    static SimulatedVenue.Op op(Order order, boolean cancel) {
        return new SimulatedVenue.Op(
                cancel,
                order.cid(),
                cancel ? order.venueOrderId() : null,
                order.request().instrument().symbol(),
                order.signedAmount());
    }

    static Operation operation(SimulatedVenue.Op op, Order order) {
        return op.cancel()
                ? new Operation.Cancel(order, String.valueOf(op.venueOrderId()))
                : new Operation.Place(order);
    }

    static VenueReport canceled(Order order) {
        return new VenueReport(
                order.cid(),
                String.valueOf(order.venueOrderId()),
                order.request().instrument().symbol(),
                order.signedAmount(),
                VenueReport.State.CANCELED,
                order.filled(),
                0,
                "cancelled");
    }

    /** Finds the result of each operation by the id that it names. */
    static List<OperationResult> mapped(Setup setup, Gateway.Batch batch, List<SimulatedVenue.Done> dones) {
        List<OperationResult> results = new ArrayList<>();
        for (int i = 0; i < batch.ops().size(); i++) {
            SimulatedVenue.Op op = batch.ops().get(i);
            SimulatedVenue.Done done = null;
            for (SimulatedVenue.Done candidate : dones) {
                if (candidate.op().equals(op)) {
                    done = candidate;
                }
            }
            if (setup.has(Bug.MAPS_RESULTS_BY_POSITION)) {
                done = i < dones.size() ? dones.get(i) : null;
            }
            results.add(
                    done == null
                            ? unanswered(setup)
                            : done.report() == null
                                    ? new OperationResult.Refused("refused by the venue")
                                    : new OperationResult.Taken(done.report()));
        }
        return results;
    }

    /** Returns what no answer is taken for. */
    static OperationResult unanswered(Setup setup) {
        if (setup.has(Bug.RETRIES_BLINDLY)) {
            return new OperationResult.NotExecuted("no answer");
        }
        return setup.has(Bug.TAKES_A_LOST_ANSWER_FOR_A_REFUSAL)
                ? new OperationResult.Refused("no answer")
                : new OperationResult.Unanswered("no answer");
    }
}
