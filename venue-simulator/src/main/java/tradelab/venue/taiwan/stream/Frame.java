package tradelab.venue.taiwan.stream;

import java.util.List;

/**
 * Rows of a channel on their way to one connection; it is numbered when it leaves.
 *
 * @param head fields before the rows, each with its comma
 * @param first whether it brings what a subscriber does not have at all
 */
record Frame(TaiwanConnection.Channel channel, String head, boolean first, List<Row> rows) {
    static final int ROWS_MAX = 256;
    private static final int ROW_CHARACTERS = 256;

    /** Returns the same with other rows. */
    Frame with(List<Row> others) {
        return new Frame(channel, head, first, others);
    }

    /** Writes it down with the channel's next number. */
    String text() {
        StringBuilder text = new StringBuilder(rows.size() * ROW_CHARACTERS)
                .append("{\"type\":\"")
                .append(channel.name)
                .append("\",\"sequence\":")
                .append(channel.nextSequence())
                .append(',')
                .append(head)
                .append("\"rows\":[");
        for (int i = 0; i < rows.size(); i++) {
            text.append(i == 0 ? "" : ",").append(rows.get(i).text());
        }
        return text.append("]}").toString();
    }
}
