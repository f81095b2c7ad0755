package tradelab.venue.journal;

/** Takes down every input that changes the exchange, before it does: all that is needed to do it again. */
@FunctionalInterface
public interface Journal {
    /** Takes nothing down. */
    Journal NONE = _ -> {};

    void take(JournalEntry entry);
}
