package tradelab.venue.stream;

/**
 * Bounds of the WebSocket.
 *
 * @param channelsMax channels of one connection
 * @param connectionsMax connections together
 * @param unsentMax characters that may wait for a subscriber whose socket is full; one more cuts it
 * @param fullMillisMax how long a subscriber's socket may stay full; longer cuts it
 * @param heartbeatMillis between heartbeats of a channel
 * @param paced whether connections and authentications of one address are limited as the exchange does
 */
public record StreamLimits(
        int channelsMax, int connectionsMax, long unsentMax, long fullMillisMax, long heartbeatMillis, boolean paced) {}
