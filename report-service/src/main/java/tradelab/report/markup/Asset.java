package tradelab.report.markup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A style sheet or script of our own, written into the document and allowed there by its hash. */
public final class Asset {
    private final String tag;
    private final String content;

    private Asset(String tag, String content) {
        this.tag = tag;
        this.content = content;
    }

    /** The style sheet {@code name} of {@code owner}'s package. */
    public static Asset style(Class<?> owner, String name) {
        return load("style", owner, name);
    }

    /** The script {@code name} of {@code owner}'s package. */
    public static Asset script(Class<?> owner, String name) {
        return load("script", owner, name);
    }

    /** How a content security policy names exactly this content. */
    public String source() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    String tag() {
        return tag;
    }

    String content() {
        return content;
    }

    private static Asset load(String tag, Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing from the class path: " + name);
            }
            String content = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            if (content.contains("</")) {
                throw new IllegalStateException(name + ": must not contain an end tag");
            }
            return new Asset(tag, content);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
