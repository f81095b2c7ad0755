package tradelab.venue.life;

import tradelab.venue.life.FlowAction.Cancel;
import tradelab.venue.life.FlowAction.Place;
import tradelab.venue.life.FlowAction.Take;
import tradelab.venue.market.HouseDesk;
import tradelab.venue.matching.OrderKind;

/** Carries out what an {@link OrderFlow} decides, at the desk of its market. Not thread-safe. */
final class MarketCrowd {
    /** The most actions with which one turn settles the book after a jump, or after somebody took most of it. */
    private static final int SETTLING_MAX = 400;

    private final HouseDesk desk;
    private final OrderFlow flow;
    private final Arrivals arrivals;
    private long actions;

    MarketCrowd(HouseDesk desk, OrderFlow flow, Arrivals arrivals) {
        this.desk = desk;
        this.flow = flow;
        this.arrivals = arrivals;
        desk.onFilled(flow::gone);
    }

    /** Sets the share of orders that trade, times the recorded one. */
    void taking(double times) {
        flow.taking(times);
    }

    /** Acts on what comes while so long passes for the crowd, and publishes it as one burst. */
    void turn(long fairPrice, long passedNanos, long nowMillis, int eventsMax) {
        int due = arrivals.due(passedNanos, eventsMax);
        flow.value(fairPrice);
        long before = actions;
        act(due, nowMillis);
        settle(nowMillis);
        if (actions > before) {
            desk.publish(nowMillis);
        }
    }

    /** Acts {@code events} times, and trades once: a step of the past. */
    void past(long fairPrice, int events, long atMillis) {
        flow.value(fairPrice);
        act(events, atMillis);
        settle(atMillis);
        perform(flow.take(), atMillis);
        desk.publish(atMillis);
    }

    long actions() {
        return actions;
    }

    boolean isTwoSided() {
        return desk.depth().levels(true) >= OrderFlow.LEVELS_MIN && desk.depth().levels(false) >= OrderFlow.LEVELS_MIN;
    }

    private void act(int events, long nowMillis) {
        for (int i = 0; i < events; i++) {
            perform(flow.next(desk.depth()), nowMillis);
        }
    }

    private void settle(long nowMillis) {
        for (int i = 0; i < SETTLING_MAX && !flow.isSettled(desk.depth()); i++) {
            perform(flow.next(desk.depth()), nowMillis);
        }
    }

    private void perform(FlowAction action, long nowMillis) {
        actions++;
        switch (action) {
            case Place(long amount, long price) -> {
                long id = desk.submit(OrderKind.LIMIT, amount, price, nowMillis);
                if (desk.resting(id) > 0) {
                    flow.placed(id, amount > 0, price);
                }
            }
            case Take(long amount, long price) -> {
                long _ = desk.submit(OrderKind.IOC, amount, price, nowMillis);
            }
            case Cancel(long orderId) -> {
                boolean _ = desk.cancel(orderId, nowMillis);
                flow.gone(orderId);
            }
        }
    }
}
