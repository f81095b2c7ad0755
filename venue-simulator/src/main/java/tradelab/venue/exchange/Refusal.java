package tradelab.venue.exchange;

/** Why the exchange does not do something: its error number and text. Without a stack trace: it is an answer. */
public final class Refusal extends RuntimeException {
    public static final int UNKNOWN = 10000;
    public static final int GENERIC = 10001;
    public static final int PARAMETER = 10020;
    public static final int AUTH = 10100;
    public static final int NONCE = 10114;
    public static final int RATE_LIMIT = 11010;

    private final int code;

    public Refusal(int code, String text) {
        super(text, null, false, false);
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** Returns the text for the client. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
