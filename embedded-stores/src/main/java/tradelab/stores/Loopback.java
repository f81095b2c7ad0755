package tradelab.stores;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Ports of the loopback address. */
final class Loopback {
    /** Literal, so that no resolver decides where the stores listen. */
    static final String HOST = "127.0.0.1";

    private static final int PORT_MAX = 65_535;
    private static final int BACKLOG = 1;

    private Loopback() {}

    static InetAddress address() throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    /**
     * Returns {@code port}, or a free one for 0.
     *
     * @throws StoreException if the port is in use
     */
    static int claim(String server, int port) {
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException("port: expected 0 to " + PORT_MAX + ", got " + port);
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new java.net.InetSocketAddress(address(), port), BACKLOG);
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StoreException(server + " cannot start: port " + port + " of " + HOST + " is in use", e);
        }
    }
}
