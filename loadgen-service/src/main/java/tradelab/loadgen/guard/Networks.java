package tradelab.loadgen.guard;

import java.net.InetAddress;
import java.util.List;

/** Address ranges that are never loaded, whatever the list of allowed targets says. Pure. */
final class Networks {

    private record Range(byte[] network, int prefix) {
        static Range of(String literal, int prefix) {
            return new Range(InetAddress.ofLiteral(literal).getAddress(), prefix);
        }
    }

    private static final List<Range> FORBIDDEN = List.of(
            Range.of("0.0.0.0", 8), // "this host": reaches the loopback on many systems
            Range.of("169.254.0.0", 16), // link-local, and the metadata service of most clouds
            Range.of("100.100.100.200", 32), // metadata (Alibaba)
            Range.of("192.0.0.192", 32), // metadata (Oracle)
            Range.of("168.63.129.16", 32), // platform services (Azure)
            Range.of("224.0.0.0", 4), // multicast
            Range.of("240.0.0.0", 4), // reserved, and broadcast
            Range.of("fe80::", 10), // link-local
            Range.of("fec0::", 10), // site-local, withdrawn
            Range.of("ff00::", 8), // multicast
            Range.of("fd00:ec2::", 32), // metadata (AWS)
            Range.of("64:ff9b::", 96), // an IPv4 address inside, which would go unchecked
            Range.of("64:ff9b:1::", 48),
            Range.of("2001::", 32), // Teredo, the same
            Range.of("2002::", 16)); // 6to4, the same

    private Networks() {}

    static boolean isForbidden(InetAddress address) {
        byte[] bytes = address.getAddress();
        for (Range range : FORBIDDEN) {
            if (range.network.length == bytes.length && samePrefix(range.network, bytes, range.prefix)) {
                return true;
            }
        }
        return isIpv4Inside(bytes) && !address.isLoopbackAddress();
    }

    /** ::a.b.c.d, deprecated, and :: itself. */
    private static boolean isIpv4Inside(byte[] bytes) {
        return bytes.length == 16 && samePrefix(new byte[16], bytes, 96);
    }

    static boolean samePrefix(byte[] a, byte[] b, int bits) {
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        int mask = 0xff00 >> bits % 8 & 0xff;
        return mask == 0 || ((a[whole] ^ b[whole]) & mask) == 0;
    }
}
