package tradelab.trading.order;

/**
 * What a step of {@link OrderCore} wants done. All {@link Store} and {@link StoreFill} of a step become durable first;
 * only then may the rest of it happen.
 */
public sealed interface Effect {
    /** Write this step to the database, and tell subscribers when it is there. */
    record Store(OrderChange change) implements Effect {}

    /** Write this fill to the database; a trade that is there already only gains what it lacked. */
    record StoreFill(VenueFill fill) implements Effect {}

    /** The order may be sent. */
    record QueueNew(Order order) implements Effect {}

    /** The order's cancellation may be sent. */
    record QueueCancel(Order order) implements Effect {}

    /** The order's new terms may be sent. */
    record QueueAmend(Order order) implements Effect {}

    /** The venue has, or had, an order that we do not remember. */
    record Unknown(VenueReport report) implements Effect {}

    /** Something that must not be: for people to look at. */
    record Alarm(String event, String detail) implements Effect {}
}
