package tradelab.trading.order;

import java.util.List;

/** What {@link OrderCore#amend} made of a request. */
public sealed interface Amendment {
    /** The new terms hold, here or soon at the venue; nothing to do if they held already. */
    record Taken(List<Effect> effects) implements Amendment {}

    /** Nothing was changed. */
    record Refused(String reason) implements Amendment {}
}
