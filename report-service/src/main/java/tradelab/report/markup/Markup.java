package tradelab.report.markup;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes HTML and SVG. There is no way to put text through unescaped: tags, classes and attribute names are checked
 * against a narrow grammar, text and attribute values are always escaped, and style and script come only from
 * {@link Asset}s of our own class path. So whatever a target answered or a person named a test can be shown.
 *
 * <p>Not thread-safe; one writer per document.
 */
public final class Markup {
    private static final Pattern TAG = Pattern.compile("[a-z][A-Za-z0-9]*(\\.[a-z][a-z0-9-]*)*");
    private static final Pattern ATTRIBUTE = Pattern.compile("[a-z][A-Za-z0-9-]*");

    /** Attributes that are code, or that could fetch something. */
    private static final Set<String> NEVER = Set.of("style", "srcdoc", "src", "action", "formaction", "data", "srcset");

    private static final Set<String> VOID = Set.of("meta", "br", "hr", "link", "col");

    /** Tags whose content is not text to a browser; only {@link #asset} may write the ones we need. */
    private static final Set<String> RAW =
            Set.of("script", "style", "iframe", "object", "embed", "template", "noscript");

    private static final char REPLACEMENT = '\uFFFD';

    private final StringBuilder out = new StringBuilder(1 << 16);
    private final Deque<String> open = new ArrayDeque<>();

    /** Starts a document. */
    public void doctype() {
        out.append("<!doctype html>\n");
    }

    /**
     * An element with whatever {@code body} writes inside.
     *
     * @param tag with its classes, as in {@code div.card.wide}
     */
    public void in(String tag, Attributes attributes, Runnable body) {
        String name = start(tag, attributes);
        if (VOID.contains(name)) {
            throw new IllegalArgumentException("tag: expected an element with content, got " + name);
        }
        open.push(name);
        body.run();
        out.append("</").append(open.pop()).append('>');
    }

    /** An element without attributes. */
    public void in(String tag, Runnable body) {
        in(tag, Attributes.NONE, body);
    }

    /** An element with nothing but text. */
    public void leaf(String tag, Attributes attributes, String text) {
        in(tag, attributes, () -> text(text));
    }

    /** An element with nothing but text. */
    public void leaf(String tag, String text) {
        leaf(tag, Attributes.NONE, text);
    }

    /** An element without content. */
    public void empty(String tag, Attributes attributes) {
        String name = start(tag, attributes);
        if (!VOID.contains(name)) {
            out.append("</").append(name).append('>');
        }
    }

    /** Text, escaped. */
    public void text(String text) {
        escape(text);
    }

    /** Our own style sheet or script. */
    public void asset(Asset asset) {
        out.append('<').append(asset.tag()).append('>').append(asset.content());
        out.append("</").append(asset.tag()).append(">\n");
    }

    /** The document. */
    public String written() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open);
        }
        return out.toString();
    }

    private String start(String tag, Attributes attributes) {
        if (!TAG.matcher(tag).matches()) {
            throw new IllegalArgumentException("tag: expected name.class, got '" + tag + "'");
        }
        int dot = tag.indexOf('.');
        String name = dot < 0 ? tag : tag.substring(0, dot);
        if (RAW.contains(name)) {
            throw new IllegalArgumentException("tag: " + name + " is written by asset() only");
        }
        out.append('<').append(name);
        if (dot > 0) {
            out.append(" class=\"")
                    .append(tag.substring(dot + 1).replace('.', ' '))
                    .append('"');
        }
        attributes.each(this::attribute);
        out.append('>');
        return name;
    }

    private void attribute(String name, String value) {
        if (!ATTRIBUTE.matcher(name).matches() || name.startsWith("on") || NEVER.contains(name)) {
            throw new IllegalArgumentException("attribute: '" + name + "' is not written here");
        }
        if (name.equals("href") && !value.startsWith("#")) {
            throw new IllegalArgumentException("href: expected a place in this document, got '" + value + "'");
        }
        out.append(' ').append(name).append("=\"");
        escape(value);
        out.append('"');
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> {
                    if (Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1))) {
                        out.append(c).append(text.charAt(++i));
                    } else {
                        out.append(shown(c) ? c : REPLACEMENT);
                    }
                }
            }
        }
    }

    /** Control characters, halves of pairs and marks that turn the reading direction would let text lie. */
    private static boolean shown(char c) {
        boolean turning = (c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069');
        boolean control = c != '\n' && c != '\t' && Character.isISOControl(c);
        return !turning && !control && !Character.isSurrogate(c) && c < '\uFFFE';
    }
}
