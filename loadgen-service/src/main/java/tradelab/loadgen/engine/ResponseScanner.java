package tradelab.loadgen.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tradelab.loadgen.operation.Answer;

/**
 * Finds the end of HTTP/1.1 responses in a stream of bytes that arrives in any pieces, and of the head only what
 * measuring needs: the status, how the body is framed, whether the connection stays open (RFC 9112, section 6.3).
 * Everything has a bound; nothing that a server sends makes it throw. Owned by one event loop.
 */
final class ResponseScanner {
    static final int LINE_LENGTH_MAX = 8_192;
    static final int HEAD_LENGTH_MAX = 65_536;

    private static final int CHUNK_DIGITS_MAX = 15;

    /*
     * A line is looked at where it lies in the received bytes. Only one that is cut by the end of a piece is collected
     * in `carry`, so that the usual response, which comes whole, is never copied.
     */
    private enum State {
        STATUS_LINE,
        HEADERS,
        FIXED_BODY,
        UNTIL_CLOSE,
        CHUNK_SIZE,
        CHUNK_DATA,
        CHUNK_END,
        TRAILERS,
        COMPLETE,
        MALFORMED
    }

    private final long bytesMax;
    private final byte[] carry = new byte[LINE_LENGTH_MAX];
    private int carried;
    private State state = State.STATUS_LINE;
    private boolean head;
    private @Nullable Answer heard;
    private int status;
    private int headBytes;
    private long bytes;
    private long remaining;
    private long contentLength;
    private boolean chunked;
    private boolean otherCoding;
    private boolean keepAlive;
    private String problem = "";

    /** @param bytesMax the longest response that is accepted, head included */
    ResponseScanner(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /**
     * Makes ready for the next response.
     *
     * @param toHead whether the request is a HEAD, whose response has no body whatever it says
     */
    void begin(boolean toHead) {
        begin(toHead, null);
    }

    /** @param newHeard keeps what the response says; null if nobody looks at it */
    void begin(boolean toHead, @Nullable Answer newHeard) {
        head = toHead;
        heard = newHeard;
        bytes = 0;
        carried = 0;
        problem = "";
        beginHead();
    }

    private void beginHead() {
        state = State.STATUS_LINE;
        status = 0;
        headBytes = 0;
        contentLength = -1;
        chunked = false;
        otherCoding = false;
        keepAlive = false;
        if (heard != null) {
            heard.begin();
        }
    }

    /** Returns what the response said; null if nobody looks at it. */
    @Nullable
    Answer heard() {
        return heard;
    }

    boolean isComplete() {
        return state == State.COMPLETE;
    }

    boolean isMalformed() {
        return state == State.MALFORMED;
    }

    /** Returns what was wrong; empty unless malformed. */
    String problem() {
        return problem;
    }

    int status() {
        return status;
    }

    /** Returns whether the connection may carry another request. */
    boolean keepsAlive() {
        return keepAlive;
    }

    /**
     * Takes in bytes until the response is complete or malformed.
     *
     * @return the position after the last byte that belongs to this response
     */
    int feed(byte[] data, int from, int to) {
        int at = from;
        while (at < to && state != State.COMPLETE && state != State.MALFORMED) {
            int before = at;
            at = switch (state) {
                case FIXED_BODY, CHUNK_DATA -> skip(data, at, to);
                case UNTIL_CLOSE -> keep(data, at, to - at);
                default -> line(data, at, to);
            };
            bytes += at - before;
            if (bytes > bytesMax && state != State.COMPLETE) {
                malformed("response longer than " + bytesMax + " bytes");
            }
        }
        return at;
    }

    /** Tells that the server closed: the end of a body without a length, and a broken response otherwise. */
    void end() {
        if (state == State.UNTIL_CLOSE) {
            state = State.COMPLETE;
        }
    }

    private int keep(byte[] data, int at, int length) {
        if (heard != null) {
            heard.body(data, at, length);
        }
        return at + length;
    }

    private int skip(byte[] data, int at, int to) {
        long taken = Math.min(remaining, to - at);
        remaining -= taken;
        if (remaining == 0) {
            state = state == State.FIXED_BODY ? State.COMPLETE : State.CHUNK_END;
        }
        return keep(data, at, (int) taken);
    }

    private int line(byte[] data, int from, int to) {
        int feed = from;
        while (feed < to && data[feed] != '\n') {
            feed++;
        }
        int length = feed - from;
        if (carried + length > LINE_LENGTH_MAX) {
            malformed("a line longer than " + LINE_LENGTH_MAX + " bytes");
            return feed;
        }
        if (feed == to) {
            System.arraycopy(data, from, carry, carried, length);
            carried += length;
            return to;
        }
        if (carried == 0) {
            whole(data, from, feed);
        } else {
            System.arraycopy(data, from, carry, carried, length);
            int end = carried + length;
            carried = 0;
            whole(carry, 0, end);
        }
        return feed + 1;
    }

    private void whole(byte[] line, int from, int lineFeed) {
        int to = lineFeed > from && line[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
        headBytes += lineFeed - from + 1;
        if (headBytes > HEAD_LENGTH_MAX && (state == State.HEADERS || state == State.TRAILERS)) {
            malformed("a head longer than " + HEAD_LENGTH_MAX + " bytes");
            return;
        }
        switch (state) {
            case STATUS_LINE -> statusLine(line, from, to);
            case HEADERS -> {
                if (from == to) {
                    headEnds();
                } else {
                    header(line, from, to);
                }
            }
            case CHUNK_SIZE -> chunkSize(line, from, to);
            case CHUNK_END -> {
                if (from == to) {
                    state = State.CHUNK_SIZE;
                } else {
                    malformed("bytes after a chunk");
                }
            }
            case TRAILERS -> {
                if (from == to) {
                    state = State.COMPLETE;
                }
            }
            default -> throw new IllegalStateException("no line is read in " + state);
        }
    }

    /** {@code HTTP/1.1 200 OK}; the reason may be missing. */
    private void statusLine(byte[] line, int from, int to) {
        boolean plausible = to - from >= 12
                && line[from] == 'H'
                && line[from + 1] == 'T'
                && line[from + 2] == 'T'
                && line[from + 3] == 'P'
                && line[from + 4] == '/'
                && line[from + 5] == '1'
                && line[from + 6] == '.'
                && (line[from + 7] == '0' || line[from + 7] == '1')
                && line[from + 8] == ' '
                && (to - from == 12 || line[from + 12] == ' ');
        for (int i = from + 9; plausible && i < from + 12; i++) {
            plausible = line[i] >= '0' && line[i] <= '9';
            status = status * 10 + line[i] - '0';
        }
        if (!plausible || status < 100) {
            malformed("no HTTP/1 status line");
            return;
        }
        keepAlive = line[from + 7] == '1';
        state = State.HEADERS;
    }

    private void header(byte[] line, int from, int to) {
        int colon = from;
        while (colon < to && line[colon] != ':') {
            colon++;
        }
        if (line[from] == ' ' || line[from] == '\t') {
            return; // a folded line; the headers that matter here are never folded
        }
        if (colon == to || colon == from) {
            malformed("a header line without a name");
            return;
        }
        if (heard != null) {
            heard.header(line, from, to);
        }
        switch (colon - from) {
            case 14 -> {
                if (is(line, from, "content-length")) {
                    contentLength(value(line, colon + 1, to));
                }
            }
            case 17 -> {
                if (is(line, from, "transfer-encoding")) {
                    transferCoding(value(line, colon + 1, to));
                }
            }
            case 10 -> {
                if (is(line, from, "connection")) {
                    connection(value(line, colon + 1, to));
                }
            }
            default -> {
                // of no interest
            }
        }
    }

    private static boolean is(byte[] line, int from, String name) {
        for (int i = 0; i < name.length(); i++) {
            int letter = line[from + i];
            int lower = letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
            if (lower != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static String value(byte[] line, int from, int to) {
        return new String(line, from, to - from, StandardCharsets.ISO_8859_1).strip();
    }

    private void contentLength(String value) {
        boolean number = !value.isEmpty() && value.length() <= 18;
        for (int i = 0; number && i < value.length(); i++) {
            number = value.charAt(i) >= '0' && value.charAt(i) <= '9';
        }
        long length = number ? Long.parseLong(value) : -1;
        if (!number || (contentLength >= 0 && contentLength != length)) {
            malformed("content-length '" + shown(value) + "'");
        } else {
            contentLength = length;
        }
    }

    private void transferCoding(String value) {
        String last = value.substring(value.lastIndexOf(',') + 1).strip().toLowerCase(Locale.ROOT);
        chunked = last.equals("chunked");
        otherCoding = !chunked;
    }

    private void connection(String value) {
        for (String option : value.toLowerCase(Locale.ROOT).split(",", 16)) {
            if (option.strip().equals("close")) {
                keepAlive = false;
            } else if (option.strip().equals("keep-alive")) {
                keepAlive = true;
            }
        }
    }

    private void headEnds() {
        if (status < 200) {
            if (status == 101) {
                malformed("status 101 without being asked to switch protocols");
            } else {
                beginHead();
            }
        } else if (head || status == 204 || status == 304) {
            state = State.COMPLETE;
        } else if (chunked) {
            state = State.CHUNK_SIZE;
        } else if (contentLength >= 0 && !otherCoding) {
            remaining = contentLength;
            state = contentLength == 0 ? State.COMPLETE : State.FIXED_BODY;
            if (contentLength > bytesMax) {
                malformed("response longer than " + bytesMax + " bytes");
            }
        } else {
            keepAlive = false;
            state = State.UNTIL_CLOSE;
        }
    }

    private void chunkSize(byte[] line, int from, int to) {
        long size = 0;
        int at = from;
        while (at < to && Character.digit(line[at], 16) >= 0 && at - from < CHUNK_DIGITS_MAX) {
            size = size * 16 + Character.digit(line[at++], 16);
        }
        boolean ended = at == to || line[at] == ';' || line[at] == ' ' || line[at] == '\t';
        if (at == from || !ended) {
            malformed("no chunk size");
        } else if (size > bytesMax) {
            malformed("response longer than " + bytesMax + " bytes");
        } else if (size == 0) {
            headBytes = 0;
            state = State.TRAILERS;
        } else {
            remaining = size;
            state = State.CHUNK_DATA;
        }
    }

    private void malformed(String why) {
        problem = why;
        keepAlive = false;
        state = State.MALFORMED;
    }

    private static String shown(String value) {
        byte[] ascii = value.getBytes(StandardCharsets.US_ASCII);
        return new String(Arrays.copyOf(ascii, Math.min(ascii.length, 40)), StandardCharsets.US_ASCII);
    }
}
