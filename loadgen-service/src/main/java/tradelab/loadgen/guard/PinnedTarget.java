package tradelab.loadgen.guard;

import java.net.InetAddress;

/**
 * A target that may be loaded, and the one address that is used for the whole run: a name that resolves to something
 * else a moment later changes nothing. An address of the event bus has none; the loopback stands in its place.
 *
 * @param terms on which it may be
 */
public record PinnedTarget(TargetUrl url, InetAddress address, Terms terms) {

    /** Returns the same target by way of a proxy of this process. */
    public PinnedTarget by(int port) {
        return new PinnedTarget(
                new TargetUrl(url.scheme(), url.host(), port, url.path()), InetAddress.ofLiteral("127.0.0.1"), terms);
    }
}
