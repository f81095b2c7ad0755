package tradelab.trading.simulation;

/**
 * One thing that happens.
 *
 * @param a the client, the gateway, the call or the venue's order that it happens to
 * @param b which one of several
 */
record Step(Kind kind, int a, int b) {
    enum Kind {
        SUBMIT,
        CANCEL,
        PREPARE,
        SEND,
        LOG_APPLIES,
        LOG_ANSWERS,
        LOG_ANSWER_LOST,
        CALL_ARRIVES,
        CALL_ANSWERED,
        ANSWER_LOST,
        TURNED_AWAY,
        TOLD,
        TOLD_TWICE,
        NOT_TOLD,
        EXECUTION,
        READ_BEGINS,
        READ_ENDS,
        /** The conclusions of a reading are drawn a piece further. */
        READ_GOES_ON,
        CRASH,
        START,
        PAUSE,
        WAKE,
        STOP_TRADING,
        /** A gateway learns, by whatever, that it is not the owner any more. */
        FENCED
    }

    static Step of(Kind kind, int a) {
        return new Step(kind, a, 0);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case SUBMIT, CANCEL -> kind + " client order " + a + " at gateway " + b;
            case CALL_ARRIVES, CALL_ANSWERED, ANSWER_LOST, TURNED_AWAY -> kind + " call " + a;
            case EXECUTION -> kind + " of venue order " + a;
            case STOP_TRADING -> kind.toString();
            case TOLD, TOLD_TWICE, NOT_TOLD -> kind + " gateway " + a + " item " + b;
            default -> kind + " gateway " + a;
        };
    }
}
