package tradelab.loadgen.operation;

import java.nio.charset.StandardCharsets;

/** How data from outside goes into a request, so that it stays data: it can neither end a line nor a text. */
enum Escape {
    /** Percent-encoded, except what a path or query may contain as it is. */
    PATH,
    /** Printable ASCII as it is, a space for anything else. */
    HEADER,
    /** As text inside of a JSON string. */
    JSON,
    /** As it is. */
    PLAIN;

    private static final String IN_PATHS = "-._~:@!$'()*,;";
    private static final byte[] UNICODE = "\\u00".getBytes(StandardCharsets.US_ASCII);

    void write(ByteWriter out, byte[] value) {
        switch (this) {
            case PATH -> path(out, value);
            case HEADER -> header(out, value);
            case JSON -> json(out, value);
            case PLAIN -> out.write(value);
        }
    }

    private static void path(ByteWriter out, byte[] value) {
        for (byte one : value) {
            boolean plain = (one >= 'a' && one <= 'z')
                    || (one >= 'A' && one <= 'Z')
                    || (one >= '0' && one <= '9')
                    || IN_PATHS.indexOf(one) >= 0;
            if (plain) {
                out.writeByte(one);
            } else {
                out.writeByte('%');
                out.writeHex(one & 0xff, 2);
            }
        }
    }

    private static void header(ByteWriter out, byte[] value) {
        for (byte one : value) {
            out.writeByte(one >= ' ' && one < 0x7f ? one : ' ');
        }
    }

    private static void json(ByteWriter out, byte[] value) {
        for (byte one : value) {
            if (one == '"' || one == '\\') {
                out.writeByte('\\');
                out.writeByte(one);
            } else if (one >= 0 && one < ' ') {
                out.write(UNICODE);
                out.writeHex(one, 2);
            } else {
                out.writeByte(one);
            }
        }
    }
}
