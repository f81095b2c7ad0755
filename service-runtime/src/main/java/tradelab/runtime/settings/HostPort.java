package tradelab.runtime.settings;

/**
 * Where something listens: {@code 127.0.0.1:5701}.
 *
 * @param host name or address, not blank
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
    public HostPort {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("expected HOST:PORT");
        }
    }

    /** @throws IllegalArgumentException for anything but {@code HOST:PORT} */
    public static HostPort of(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("expected HOST:PORT");
        }
        try {
            return new HostPort(
                    text.substring(0, colon).strip(),
                    Integer.parseInt(text.substring(colon + 1).strip()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected HOST:PORT", e);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
