package tradelab.loadgen.guard;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/**
 * The URL of a target, read strictly: what different parsers understand differently (user info, backslashes, control
 * characters, octal or hexadecimal addresses, percent signs in the host) is refused rather than interpreted.
 *
 * @param host lower case; an IPv6 literal without its brackets
 * @param path with the query, if any; begins with a slash, {@code /} if the URL has none
 */
public record TargetUrl(Scheme scheme, String host, int port, String path) {
    /** How a target is spoken to. */
    public enum Scheme {
        HTTP("http", 80, false),
        HTTPS("https", 443, true),
        /** HTTP/2 without TLS, known in advance. */
        H2C("h2c", 80, false),
        H2("h2", 443, true),
        WS("ws", 80, false),
        WSS("wss", 443, true),
        /** Server-sent events. */
        SSE("sse+http", 80, false),
        SSES("sse+https", 443, true),
        /** Requests to an address of the event bus, which stands in the host's place. */
        BUS("bus", 0, false),
        /** Publications to an address of the event bus. */
        PUBLISH("bus+publish", 0, false);

        private final String word;
        private final int port;
        private final boolean tls;

        Scheme(String word, int port, boolean tls) {
            this.word = word + "://";
            this.port = port;
            this.tls = tls;
        }

        public boolean isTls() {
            return tls;
        }

        public boolean isBus() {
            return port == 0;
        }
    }

    private static final int LENGTH_MAX = 2_048;
    private static final int HOST_LENGTH_MAX = 253;
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e&&[^\\\\\"<>^`{|}#]]+");
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\\.[a-z0-9_](?:[a-z0-9_-]{0,62}))*");
    private static final Pattern LOOKS_NUMERIC = Pattern.compile("(?:.*\\.)?(?:\\d+|0x[0-9a-f]*)");
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern DOTTED_QUAD = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:]{2,39}|[0-9a-f:]{2,30}:" + DOTTED_QUAD.pattern());
    /** A part of one or two dots, plain or encoded; a slash may be encoded, too. */
    private static final Pattern DOTS = Pattern.compile("(?i)(?:/|%2f)(?:\\.|%2e){1,2}(?=/|%2f|\\?|$)");

    private static final Pattern PORT = Pattern.compile("[1-9]\\d{0,4}");

    /** A target over plain HTTP/1.1. */
    public TargetUrl(String host, int port, String path) {
        this(Scheme.HTTP, host, port, path);
    }

    /** @throws IllegalArgumentException saying what of {@code target} is not accepted */
    public static TargetUrl parse(@Nullable String url) {
        if (url == null || url.isEmpty() || url.length() > LENGTH_MAX) {
            throw refused("a URL of 1 to " + LENGTH_MAX + " characters", url);
        }
        if (!VISIBLE.matcher(url).matches()) {
            throw refused("visible ASCII without backslash, '#' and the like", url);
        }
        Scheme scheme = scheme(url);
        int end = scheme.word.length();
        while (end < url.length() && url.charAt(end) != '/' && url.charAt(end) != '?') {
            end++;
        }
        String authority = url.substring(scheme.word.length(), end).toLowerCase(Locale.ROOT);
        if (authority.indexOf('@') >= 0) {
            throw refused("no user info", url);
        }
        String path = url.substring(end);
        return ofAuthority(scheme, authority, path.startsWith("/") ? path : "/" + path, url);
    }

    private static Scheme scheme(String url) {
        for (Scheme scheme : Scheme.values()) {
            if (url.regionMatches(true, 0, scheme.word, 0, scheme.word.length())) {
                return scheme;
            }
        }
        throw refused(
                "a URL that begins with "
                        + Arrays.stream(Scheme.values())
                                .map(scheme -> scheme.word)
                                .collect(Collectors.joining(", ")),
                url);
    }

    private static TargetUrl ofAuthority(Scheme scheme, String authority, String path, String url) {
        boolean literal = authority.startsWith("[");
        int hostEnd = literal ? authority.indexOf(']') + 1 : authority.indexOf(':');
        if (literal && hostEnd == 0) {
            throw refused("']' after an IPv6 address", url);
        }
        String host = hostEnd < 0 ? authority : authority.substring(0, hostEnd);
        String afterHost = hostEnd < 0 ? "" : authority.substring(hostEnd);
        if (!afterHost.isEmpty() && !afterHost.startsWith(":")) {
            throw refused("':' and a port after the host", url);
        }
        int port = afterHost.isEmpty() ? scheme.port : port(afterHost.substring(1), url);
        if (scheme.isBus() && (!afterHost.isEmpty() || literal || !path.equals("/"))) {
            throw refused("an address of the event bus and nothing else after " + scheme.word, url);
        }
        String named = literal ? ipv6(host.substring(1, host.length() - 1), url) : name(host, url);
        return new TargetUrl(scheme, named, port, path);
    }

    private static int port(String text, String url) {
        int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65_535) {
            throw refused("a port of 1 to 65535", url);
        }
        return port;
    }

    private static String ipv6(String text, String url) {
        if (IPV6.matcher(text).matches()) {
            try {
                return InetAddress.ofLiteral(text).getHostAddress();
            } catch (IllegalArgumentException e) {
                throw (IllegalArgumentException)
                        refused("an IPv6 address in brackets", url).initCause(e);
            }
        }
        throw refused("an IPv6 address in brackets", url);
    }

    private static String name(String host, String url) {
        if (host.length() > HOST_LENGTH_MAX || !NAME.matcher(host).matches()) {
            throw refused("a host name of letters, digits, '-' and '.'", url);
        }
        if (LOOKS_NUMERIC.matcher(host).matches() && !DOTTED_QUAD.matcher(host).matches()) {
            throw refused("an IPv4 address as four decimal numbers without leading zeros", url);
        }
        return host;
    }

    private static IllegalArgumentException refused(String expected, @Nullable String got) {
        return Require.refused("target", expected, got);
    }

    /** Returns whether the host is an address, so that nothing must be resolved. */
    public boolean isLiteral() {
        return host.indexOf(':') >= 0 || DOTTED_QUAD.matcher(host).matches();
    }

    /** Returns whether its path has parts that lead upwards or nowhere, however they are written. */
    boolean hasDots() {
        return hasDots(path);
    }

    /** Returns whether a path has such parts. */
    public static boolean hasDots(String path) {
        return DOTS.matcher(path).find();
    }

    /** Returns what goes into the Host header. */
    public String authority() {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == scheme.port ? shown : shown + ":" + port;
    }

    @Override
    public String toString() {
        return scheme.word + authority() + path;
    }
}
