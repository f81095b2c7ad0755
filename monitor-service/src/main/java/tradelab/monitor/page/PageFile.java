package tradelab.monitor.page;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * A file of the page, in memory, plain and compressed.
 *
 * @param type its media type
 * @param etag quoted, changes with the content
 */
record PageFile(String type, Buffer plain, Buffer gzip, String etag) {
    private static final int ETAG_BYTES = 12;

    /** Reads {@code resource} from the class path. */
    static PageFile load(String resource, String type) {
        try (InputStream in = PageFile.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("class path: expected " + resource + ", got nothing");
            }
            byte[] bytes = in.readAllBytes();
            return new PageFile(type, Buffer.buffer(bytes), Buffer.buffer(gzip(bytes)), etag(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("class path: " + resource + " cannot be read", e);
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2);
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }

    private static String etag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(digest, 0, ETAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
