package tradelab.venue.replay;

/** A frame is not what the exchange's documentation says. Cheap: without a stack, because it is counted, not thrown on. */
final class MalformedFrame extends Exception {
    MalformedFrame(String message) {
        super(message, null, false, false);
    }
}
