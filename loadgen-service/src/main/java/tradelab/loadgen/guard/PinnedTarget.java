package tradelab.loadgen.guard;

import java.net.InetAddress;

/**
 * A target that may be loaded, and the one address that is used for the whole run: a name that resolves to something
 * else a moment later changes nothing. An address of the event bus has none; the loopback stands in its place.
 */
public record PinnedTarget(TargetUrl url, InetAddress address) {}
