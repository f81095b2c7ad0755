/** What a load can be made of besides plain HTTP/1.1: TLS, HTTP/2, WebSocket, server-sent events, event bus, orders. */
@NullMarked
package tradelab.loadgen.protocol;

import org.jspecify.annotations.NullMarked;
