package tradelab.loadgen.guard;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import tradelab.contracts.Require;
import tradelab.loadgen.cap.Caps;
import tradelab.loadgen.cap.Usage;

/**
 * A target that the operator has registered under a name: what of it may be loaded, how much it bears, and whether it is
 * asked for its consent. What is registered is loaded on these terms or not at all, whatever else is allowed.
 */
public final class RegisteredTarget {
    private static final int TOKEN_MIN = 16;
    private static final int TOKEN_MAX = 256;

    private final String name;
    private final TargetUrl url;
    private final List<AllowedTarget> networks;
    private final Usage usage;
    private final String consentToken;

    /**
     * Registers a target.
     *
     * @param url with the scheme, host and port that are meant, and what paths begin with
     * @param networks {@code address/bits} that its addresses must be of; empty for any
     * @param consentToken what it must answer as its consent; empty to ask for none
     * @throws IllegalArgumentException naming the setting that cannot be used
     */
    public RegisteredTarget(String name, String url, List<String> networks, Caps caps, String consentToken) {
        this.name = Require.id("loadgen.targets", name);
        this.url = TargetUrl.parse(url);
        this.networks = networks.stream()
                .map(network -> AllowedTarget.parse(network + ":*"))
                .toList();
        this.usage = new Usage(caps);
        this.consentToken = consentToken;
        if (this.url.path().indexOf('?') >= 0 || this.url.hasDots()) {
            throw Require.refused(setting("url"), "no query and no dots as parts of its path", url);
        }
        if (!consentToken.isEmpty()) {
            var _ = Require.range(
                    setting("consent-token") + ": characters", consentToken.length(), TOKEN_MIN, TOKEN_MAX);
            if (this.url.scheme().isBus()) {
                throw Require.refused(setting("consent-token"), "none: an address of the event bus has no page", url);
            }
        }
    }

    private String setting(String key) {
        return "loadgen.targets." + name + "." + key;
    }

    Terms terms(List<Usage> others) {
        return new Terms(Stream.concat(Stream.of(usage), others.stream()).toList(), name, consentToken);
    }

    /** Returns whether a URL leads to the same port of the same host, by its name or by an address. */
    boolean governs(TargetUrl other, InetAddress[] addresses) {
        if (other.scheme().isBus() || url.scheme().isBus()) {
            return other.scheme().isBus()
                    && url.scheme().isBus()
                    && other.host().equals(url.host());
        }
        if (other.port() != url.port()) {
            return false;
        }
        boolean same = other.host().equals(url.host());
        for (InetAddress address : addresses) {
            same |= isOf(address)
                    || (url.isLiteral() && InetAddress.ofLiteral(url.host()).equals(address));
        }
        return same;
    }

    private boolean isOf(InetAddress address) {
        return networks.stream().anyMatch(network -> network.allows("", address, url.port()));
    }

    /** Returns whether a URL is one of those that were registered. */
    boolean covers(TargetUrl other) {
        String prefix = url.path();
        String path = other.path();
        int query = path.indexOf('?');
        String plain = query < 0 ? path : path.substring(0, query);
        boolean below = prefix.endsWith("/")
                ? plain.startsWith(prefix) || plain.equals(prefix.substring(0, prefix.length() - 1))
                : plain.equals(prefix) || plain.startsWith(prefix + "/");
        return url.scheme() == other.scheme() && below && (prefix.equals("/") || !other.hasDots());
    }

    /** @throws IllegalArgumentException if one of the addresses is not of its networks */
    void requireOf(TargetUrl other, InetAddress[] addresses) {
        for (InetAddress address : addresses) {
            if (!networks.isEmpty() && !isOf(address)) {
                throw Require.refused(
                        "target",
                        "an address of " + setting("networks"),
                        other.authority() + " (" + address.getHostAddress() + ")");
            }
        }
    }

    /** Returns what is registered, for messages. */
    String shown() {
        return name + " " + url;
    }
}
