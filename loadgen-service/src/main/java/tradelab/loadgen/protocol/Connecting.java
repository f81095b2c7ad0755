package tradelab.loadgen.protocol;

import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tradelab.loadgen.guard.PinnedTarget;
import tradelab.loadgen.guard.TargetUrl;

/**
 * How a target is connected to.
 *
 * @param target its address is the one that is connected to, whatever its name means by then
 * @param tlsCa a file of certificates, PEM, that are trusted; empty for the system's
 * @param insecure takes any certificate
 */
public record Connecting(PinnedTarget target, Duration timeout, String tlsCa, boolean insecure) {

    TargetUrl url() {
        return target.url();
    }

    SocketAddress address() {
        return SocketAddress.inetSocketAddress(url().port(), target.address().getHostAddress());
    }

    int timeoutMillis() {
        return (int) timeout.toMillis();
    }

    @Nullable
    TrustOptions trust() {
        return tlsCa.isEmpty() || insecure ? null : new PemTrustOptions().addCertPath(tlsCa);
    }

    static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
