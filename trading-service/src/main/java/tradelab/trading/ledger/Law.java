package tradelab.trading.ledger;

/** What must hold between what clients were told, what the gateway stored and what the venue saw. */
public enum Law {
    SOUND_HISTORY(0, "no line of the histories stands there twice or contradicts another"),
    ACKNOWLEDGED_IS_STORED(1, "what was acknowledged is stored, once"),
    STORED_REACHED_ONCE(2, "what the gateway says is at the venue was accepted there once; the rest never"),
    NO_STRANGER(3, "the venue has only what the gateway has stored, and the gateway only what a client asked for"),
    REFUSED_NEVER_ARRIVES(4, "what was refused is not stored and never reaches the venue"),
    UNANSWERED_AT_MOST_ONCE(5, "what was not answered is at the venue once or never"),
    FORWARD_ONLY(6, "a status moves forward only; filled never shrinks and never exceeds the amount"),
    FILLS_AGREE(7, "the gateway's fills are the venue's executions, each once"),
    IN_TURN(
            8,
            "orders of an account and instrument arrive in the order of their acceptance, but for more urgent ones; no"
                    + " cancel before its order"),
    EXPOSURE(9, "what rests at the venue never exceeds the limit"),
    STOPPED_MEANS_STOPPED(10, "after a stop nothing new arrives but what its answer named"),
    RATE(11, "no window of time holds more calls than allowed"),
    UNBROKEN(12, "the sequence of events has no gap, and the chain of what was written is unbroken"),
    SAME_NAME_SAME_ANSWER(13, "the same request gets the same answer, another one of its name is refused"),
    NOTHING_HANGS(14, "in the end every order is known to be sent or known not to be");

    private final int number;
    private final String sentence;

    Law(int number, String sentence) {
        this.number = number;
        this.sentence = sentence;
    }

    /** Returns {@code I1} to {@code I14}; {@code I0} for the histories themselves. */
    public String code() {
        return "I" + number;
    }

    public String sentence() {
        return sentence;
    }
}
