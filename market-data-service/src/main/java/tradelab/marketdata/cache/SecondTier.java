package tradelab.marketdata.cache;

import io.vertx.core.Future;
import java.util.Optional;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.Quote;

/** Where a quote may be that no feed of this process writes. Thread-safe. */
public interface SecondTier {
    /** Nothing behind the memory. */
    SecondTier NONE = _ -> Future.succeededFuture(Optional.empty());

    /** Returns the quote or that there is none; fails, soon, if that cannot be told now. */
    Future<Optional<Quote>> get(Instrument instrument);
}
