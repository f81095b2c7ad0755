package tradelab.loadgen.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tradelab.contracts.Require;

/**
 * Decides whether a target may be loaded: a load generator that takes orders over HTTP must not be a cannon. Immutable,
 * but for the ports that are closed. Thread-safe.
 */
public final class TargetGuard {
    /** Turns a name into addresses; may block. */
    @FunctionalInterface
    public interface Resolver {
        /** @throws UnknownHostException if there is none */
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** What is allowed unless configured otherwise. */
    public static final List<String> ALLOWED_DEFAULT = List.of("loopback:*");

    private static final int ALLOWED_MAX = 256;

    private final List<String> entries;
    private final List<AllowedTarget> allowed;
    private final String shown;
    private final Resolver resolver;
    private final Set<String> busAddresses;
    private final ClosedPorts closed;

    private TargetGuard(List<String> entries, Resolver resolver, Set<String> busAddresses, ClosedPorts closed) {
        var _ = Require.range("loadgen.allowed-targets", entries.size(), 1, ALLOWED_MAX);
        this.allowed = entries.stream().map(AllowedTarget::parse).toList();
        this.shown = String.join(", ", entries);
        this.resolver = resolver;
        this.entries = List.copyOf(entries);
        this.busAddresses = Set.copyOf(busAddresses);
        this.closed = closed;
    }

    /** Returns the same guard, which lets these addresses of the event bus be loaded as well. */
    public TargetGuard withBus(Collection<String> addresses) {
        var _ = Require.range("loadgen.allowed-addresses", addresses.size(), 0, ALLOWED_MAX);
        return new TargetGuard(entries, resolver, new TreeSet<>(addresses), closed);
    }

    /** @throws IllegalArgumentException for an entry that is not understood */
    public static TargetGuard of(List<String> entries, Resolver resolver) {
        return new TargetGuard(entries, resolver, Set.of(), new ClosedPorts());
    }

    /** The guard over these entries with the system's name service. */
    public static TargetGuard of(List<String> entries) {
        return of(entries, InetAddress::getAllByName);
    }

    /** Returns the ports that are refused whatever is allowed. */
    public ClosedPorts closed() {
        return closed;
    }

    /** Returns what is allowed, for messages. */
    public String allowed() {
        return shown;
    }

    /**
     * Resolves once, checks every address, and pins the first. Blocks while a name is resolved.
     *
     * @throws IllegalArgumentException if the target is not allowed
     * @throws UnknownHostException if its name has no address
     */
    public PinnedTarget pin(TargetUrl url) throws UnknownHostException {
        if (url.scheme().isBus()) {
            requireAddress(url.host());
            return new PinnedTarget(url, InetAddress.getLoopbackAddress());
        }
        if (closed.contains(url.port())) {
            throw Require.refused(
                    "target",
                    "no port of a store or of the cluster, registered or not (loadgen.forbidden-ports)",
                    url.authority());
        }
        return pinProxied(url);
    }

    /**
     * As {@link #pin}, for the target of a fault proxy, which may be a store: those who use it shall feel the faults.
     * The proxy itself is then closed to load.
     *
     * @throws IllegalArgumentException if the target is not allowed
     * @throws UnknownHostException if its name has no address
     */
    public PinnedTarget pinProxied(TargetUrl url) throws UnknownHostException {
        InetAddress[] addresses =
                url.isLiteral() ? new InetAddress[] {InetAddress.ofLiteral(url.host())} : resolver.resolve(url.host());
        if (addresses.length == 0) {
            throw new UnknownHostException(url.host());
        }
        for (InetAddress address : addresses) {
            requireAllowed(url, address);
        }
        return new PinnedTarget(url, addresses[0]);
    }

    /** @throws IllegalArgumentException if this address of the event bus may not be loaded */
    public void requireAddress(String address) {
        if (!busAddresses.contains(address)) {
            throw Require.refused("target", "one of loadgen.allowed-addresses " + busAddresses, address);
        }
    }

    private void requireAllowed(TargetUrl url, InetAddress address) {
        String got = url.authority() + " (" + address.getHostAddress() + ")";
        if (Networks.isForbidden(address)) {
            throw Require.refused("target", "no link-local, metadata, multicast or unspecified address", got);
        }
        for (AllowedTarget entry : allowed) {
            if (entry.allows(url.host(), address, url.port())) {
                return;
            }
        }
        throw Require.refused("target", "one of loadgen.allowed-targets (" + shown + ")", got);
    }
}
