package tradelab.loadgen.guard;

import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tradelab.contracts.Require;

/**
 * One entry of the list of what may be loaded: {@code host:port}, {@code 10.1.0.0/16:8000-8999}, {@code [fd00::]/8:80},
 * or {@code loopback:*}; {@code *} is any port.
 *
 * @param host a name, or empty if addresses are meant
 * @param network the first address of the range; ignored if {@code host} is a name
 * @param prefix how many bits of {@code network} count
 */
record AllowedTarget(String host, byte[] network, int prefix, int portMin, int portMax) {
    private static final String LOOPBACK = "loopback";
    private static final Pattern ENTRY = Pattern.compile(
            "(?:\\[([0-9a-f:.]+)]|([a-z0-9_.-]+))(?:/(\\d{1,3}))?:(?:(\\*)|(\\d{1,5})(?:-(\\d{1,5}))?)");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /** @throws IllegalArgumentException saying what of the entry is not understood */
    static AllowedTarget parse(String text) {
        Matcher matcher = ENTRY.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw refused(text);
        }
        int min = matcher.group(4) != null ? 1 : Integer.parseInt(matcher.group(5));
        int max =
                matcher.group(4) != null ? 65_535 : matcher.group(6) == null ? min : Integer.parseInt(matcher.group(6));
        if (min < 1 || max > 65_535 || max < min) {
            throw refused(text);
        }
        String name = matcher.group(2);
        if (name != null && !IPV4.matcher(name).matches()) {
            if (matcher.group(3) != null) {
                throw refused(text);
            }
            return new AllowedTarget(name, new byte[0], 0, min, max);
        }
        byte[] network = address(name == null ? matcher.group(1) : name, text);
        int bits = matcher.group(3) == null ? network.length * 8 : Integer.parseInt(matcher.group(3));
        if (bits > network.length * 8) {
            throw refused(text);
        }
        return new AllowedTarget("", network, bits, min, max);
    }

    private static byte[] address(String literal, String text) {
        try {
            return InetAddress.ofLiteral(literal).getAddress();
        } catch (IllegalArgumentException e) {
            throw (IllegalArgumentException) refused(text).initCause(e);
        }
    }

    private static IllegalArgumentException refused(String text) {
        return Require.refused(
                "loadgen.allowed-targets", "host:port, address/bits:port, a port range or '*', or loopback:*", text);
    }

    boolean allows(String name, InetAddress address, int port) {
        if (port < portMin || port > portMax) {
            return false;
        }
        if (host.equals(LOOPBACK)) {
            return address.isLoopbackAddress();
        }
        return host.isEmpty() ? contains(address.getAddress()) : host.equals(name);
    }

    private boolean contains(byte[] address) {
        return address.length == network.length && Networks.samePrefix(network, address, prefix);
    }
}
