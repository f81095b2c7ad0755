package tradelab.venue.matching;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes events down as text. */
final class EventLog implements MatchListener {
    final List<String> events = new ArrayList<>();

    @Override
    public void rested(long orderId, int owner, long price, long remaining, long nowMillis) {
        events.add("rested " + orderId + " owner=" + owner + " " + remaining + "@" + price + " t=" + nowMillis);
    }

    @Override
    public void traded(
            long makerId,
            int makerOwner,
            long makerRemaining,
            long takerId,
            int takerOwner,
            long takerRemaining,
            long price,
            long amount,
            long nowMillis) {
        events.add("traded maker=" + makerId + "/" + makerOwner + " left=" + makerRemaining + " taker=" + takerId + "/"
                + takerOwner + " left=" + takerRemaining + " " + amount + "@" + price + " t=" + nowMillis);
    }

    @Override
    public void reduced(long orderId, int owner, long remaining, long nowMillis) {
        events.add("reduced " + orderId + " owner=" + owner + " " + remaining + " t=" + nowMillis);
    }

    @Override
    public @Nullable CloseReason triggered(long orderId, int owner, long nowMillis) {
        events.add("triggered " + orderId + " owner=" + owner + " t=" + nowMillis);
        return null;
    }

    @Override
    public void trailed(long orderId, int owner, long stop, long nowMillis) {
        events.add("trailed " + orderId + " owner=" + owner + " " + stop + " t=" + nowMillis);
    }

    @Override
    public void closed(long orderId, int owner, long remaining, CloseReason reason, long nowMillis) {
        events.add("closed " + orderId + " owner=" + owner + " " + remaining + " " + reason + " t=" + nowMillis);
    }
}
