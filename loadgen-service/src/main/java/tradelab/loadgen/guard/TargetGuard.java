package tradelab.loadgen.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tradelab.contracts.Require;
import tradelab.loadgen.cap.Usage;

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
    private final List<RegisteredTarget> registered;
    private final Terms free;

    private TargetGuard(
            List<String> entries,
            Resolver resolver,
            Set<String> busAddresses,
            ClosedPorts closed,
            List<RegisteredTarget> registered,
            Terms free) {
        var _ = Require.range("loadgen.allowed-targets", entries.size(), 1, ALLOWED_MAX);
        this.allowed = entries.stream().map(AllowedTarget::parse).toList();
        this.shown = String.join(", ", entries);
        this.resolver = resolver;
        this.entries = List.copyOf(entries);
        this.busAddresses = Set.copyOf(busAddresses);
        this.closed = closed;
        this.registered = List.copyOf(registered);
        this.free = free;
    }

    /** Returns the same guard, which lets these addresses of the event bus be loaded as well. */
    public TargetGuard withBus(Collection<String> addresses) {
        var _ = Require.range("loadgen.allowed-addresses", addresses.size(), 0, ALLOWED_MAX);
        return new TargetGuard(entries, resolver, new TreeSet<>(addresses), closed, registered, free);
    }

    /**
     * Returns the same guard with targets that are loaded on terms of their own.
     *
     * @param process what this process may send and hold in all, whatever it loads
     */
    public TargetGuard registering(Collection<RegisteredTarget> targets, Usage process) {
        var _ = Require.range("loadgen.targets", targets.size(), 0, ALLOWED_MAX);
        return new TargetGuard(
                entries, resolver, busAddresses, closed, List.copyOf(targets), new Terms(List.of(process), "", ""));
    }

    /** @throws IllegalArgumentException for an entry that is not understood */
    public static TargetGuard of(List<String> entries, Resolver resolver) {
        return new TargetGuard(entries, resolver, Set.of(), new ClosedPorts(), List.of(), Terms.FREE);
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
            InetAddress[] none = {};
            Terms terms = terms(url, none);
            if (terms.registered().isEmpty()) {
                requireAddress(url.host());
            }
            return new PinnedTarget(url, InetAddress.getLoopbackAddress(), terms);
        }
        if (closed.contains(url.port())) {
            throw Require.refused(
                    "target",
                    "no port of a store or of the cluster, registered or not (loadgen.forbidden-ports)",
                    url.authority());
        }
        return pinned(url);
    }

    /**
     * As {@link #pin}, for the target of a fault proxy, which may be a store: those who use it shall feel the faults.
     * The proxy itself is then closed to load. A registered target is none: by a proxy it would be loaded on no terms.
     *
     * @throws IllegalArgumentException if the target is not allowed
     * @throws UnknownHostException if its name has no address
     */
    public PinnedTarget pinProxied(TargetUrl url) throws UnknownHostException {
        PinnedTarget target = pinned(url);
        if (!target.terms().registered().isEmpty()) {
            throw Require.refused(
                    "target",
                    "none of loadgen.targets: faults on the way there belong to the test itself",
                    url.authority());
        }
        return target;
    }

    private PinnedTarget pinned(TargetUrl url) throws UnknownHostException {
        InetAddress[] addresses =
                url.isLiteral() ? new InetAddress[] {InetAddress.ofLiteral(url.host())} : resolver.resolve(url.host());
        if (addresses.length == 0) {
            throw new UnknownHostException(url.host());
        }
        for (InetAddress address : addresses) {
            if (Networks.isForbidden(address)) {
                throw Require.refused(
                        "target", "no link-local, metadata, multicast or unspecified address", shown(url, address));
            }
        }
        Terms terms = terms(url, addresses);
        for (InetAddress address : addresses) {
            requireAllowed(url, address, terms);
        }
        return new PinnedTarget(url, addresses[0], terms);
    }

    /** A registered target is loaded on its own terms; what is none of them on those of the process. */
    private Terms terms(TargetUrl url, InetAddress[] addresses) {
        List<RegisteredTarget> governing = registered.stream()
                .filter(target -> target.governs(url, addresses))
                .toList();
        if (governing.isEmpty()) {
            return free;
        }
        for (RegisteredTarget target : governing) {
            if (target.covers(url)) {
                target.requireOf(url, addresses);
                return target.terms(free.usages());
            }
        }
        throw Require.refused(
                "target",
                "what is registered there: "
                        + governing.stream().map(RegisteredTarget::shown).collect(Collectors.joining(", ")),
                url.toString());
    }

    private static String shown(TargetUrl url, InetAddress address) {
        return url.authority() + " (" + address.getHostAddress() + ")";
    }

    /** Returns the highest rate that a target of this name bears, as far as that is registered. */
    public double rateMax(TargetUrl url) {
        InetAddress[] unknown = {};
        return Stream.concat(
                        registered.stream()
                                .filter(target -> target.governs(url, unknown))
                                .map(target -> target.terms(List.of())),
                        Stream.of(free))
                .flatMap(terms -> terms.usages().stream())
                .mapToDouble(usage -> usage.caps().rate())
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** @throws IllegalArgumentException if this address of the event bus may not be loaded */
    public void requireAddress(String address) {
        if (!busAddresses.contains(address)) {
            throw Require.refused("target", "one of loadgen.allowed-addresses " + busAddresses, address);
        }
    }

    private void requireAllowed(TargetUrl url, InetAddress address, Terms terms) {
        boolean listed = allowed.stream().anyMatch(entry -> entry.allows(url.host(), address, url.port()));
        if (!listed && terms.registered().isEmpty()) {
            throw Require.refused(
                    "target", "one of loadgen.allowed-targets (" + shown + ") or loadgen.targets", shown(url, address));
        }
    }
}
