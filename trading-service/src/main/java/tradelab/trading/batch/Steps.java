package tradelab.trading.batch;

import io.vertx.core.Future;
import java.util.List;
import tradelab.trading.order.Effect;

/** Carries out what the core decided. */
@FunctionalInterface
public interface Steps {
    /** Completes when the storing effects are durable; the others happen then. */
    Future<Void> apply(List<Effect> effects);
}
