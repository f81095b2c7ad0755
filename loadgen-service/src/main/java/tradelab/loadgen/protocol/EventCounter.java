package tradelab.loadgen.protocol;

import io.vertx.core.buffer.Buffer;

/**
 * Counts the events of a stream, as the HTML standard's chapter on server-sent events delimits them: lines that end in
 * LF, CR or CRLF, an event at each empty line if there was data. Keeps nothing of them.
 */
final class EventCounter {
    private static final byte[] DATA = {'d', 'a', 't', 'a'};

    private int events;
    /** How many bytes of the line fit {@link #DATA}; negative once one did not. */
    private int fits;

    private long lineLength;
    private boolean afterReturn;
    private boolean hasData;

    /** Returns how many events were complete so far. */
    int feed(Buffer bytes) {
        for (int i = 0; i < bytes.length(); i++) {
            byte next = bytes.getByte(i);
            if (next == '\n' && afterReturn) {
                afterReturn = false;
            } else if (next == '\n' || next == '\r') {
                afterReturn = next == '\r';
                endLine();
            } else {
                afterReturn = false;
                inLine(next);
            }
        }
        return events;
    }

    private void inLine(byte next) {
        lineLength++;
        if (fits >= 0 && fits < DATA.length) {
            fits = next == DATA[fits] ? fits + 1 : -1;
        } else if (fits == DATA.length) {
            hasData |= next == ':';
            fits = -1;
        }
    }

    private void endLine() {
        hasData |= fits == DATA.length;
        if (lineLength == 0 && hasData) {
            events++;
            hasData = false;
        }
        lineLength = 0;
        fits = 0;
    }
}
