package tradelab.venue.replay;

/** A replay cannot begin; the message is one sentence for the user. */
public final class RecordingFailure extends RuntimeException {
    RecordingFailure(String sentence) {
        super(sentence);
    }
}
