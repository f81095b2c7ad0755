package tradelab.trading.order;

import java.util.List;
import tradelab.contracts.trading.OrderStatus;

/** What a venue's report says about an order that it names. */
final class Reports {
    private Reports() {}

    /** Takes over the amount that the venue shows; it changes with an amendment. Returns whether it is new to us. */
    static boolean showsTerms(Order order, VenueReport report) {
        long shown = Math.abs(report.signedAmount());
        if (shown == order.working.amount()) {
            return false;
        }
        order.amended = true;
        boolean amended = shown == order.terms.amount();
        order.working = new Terms(amended ? order.terms.price() : order.working.price(), shown);
        order.amendWanted &= !amended;
        return true;
    }

    static boolean contradicts(Order order, VenueReport report, List<Effect> effects) {
        String detail = order.orderId() + " venue order " + report.venueOrderId() + " " + report.state();
        if (order.venueOrderId != null && !order.venueOrderId.equals(report.venueOrderId())) {
            effects.add(new Effect.Alarm("two_venue_orders_for_one", detail));
            return true;
        }
        if (order.status.isFinal() && order.venueOrderId == null) {
            effects.add(new Effect.Alarm("final_order_at_venue", detail));
            return true;
        }
        if (order.unsent) {
            effects.add(new Effect.Alarm("unsent_order_at_venue", detail)); // adopted all the same: the venue is right
        }
        if (report.executed() > Math.max(Math.abs(report.signedAmount()), order.amount())) {
            effects.add(new Effect.Alarm("filled_beyond_amount", detail));
        }
        return false;
    }

    static boolean executed(Order order, VenueReport report) {
        long executed = report.state() == VenueReport.State.FILLED
                ? order.amount()
                : Math.min(report.executed(), order.amount());
        if (executed <= order.filled) {
            return false;
        }
        order.filled = executed;
        if (report.averagePrice() > 0) {
            order.averagePrice = report.averagePrice();
        }
        return true;
    }

    static OrderStatus statusOf(Order order, VenueReport report) {
        if (order.filled == order.amount()) {
            return OrderStatus.FILLED;
        }
        return switch (report.state()) {
            case OPEN -> order.filled > 0 ? OrderStatus.PARTIAL : OrderStatus.ACTIVE;
            case FILLED -> OrderStatus.FILLED;
            case CANCELED -> OrderStatus.CANCELED;
            case REJECTED -> OrderStatus.REJECTED;
        };
    }
}
