package tradelab.venue.stream;

/** What a connection asked for by {@code conf}. */
final class Flags {
    /** Prices and amounts come as text. */
    static final long DEC_S = 8;

    /** Times come as text. */
    static final long TIME_S = 32;

    static final long TIMESTAMP = 32_768;
    static final long SEQ_ALL = 65_536;
    static final long CHECKSUM = 131_072;

    /** All updates of one iteration of a book come in one frame. */
    static final long BULK_UPDATES = 536_870_912;

    private Flags() {}
}
