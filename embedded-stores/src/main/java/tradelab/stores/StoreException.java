package tradelab.stores;

/** An embedded server could not start or stop; the message is one sentence that a user can act on. */
public final class StoreException extends RuntimeException {
    StoreException(String sentence) {
        super(sentence);
    }

    StoreException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
