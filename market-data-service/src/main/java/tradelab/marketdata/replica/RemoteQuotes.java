package tradelab.marketdata.replica;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.MarketDataApi;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.QuoteBatch;
import tradelab.contracts.marketdata.QuotesRequest;
import tradelab.marketdata.cache.BulkUpstream;

/** Asks other replicas for quotes that they feed: one call for each replica, however many quotes. Thread-safe. */
public final class RemoteQuotes implements BulkUpstream<Quote> {
    private final EventBus bus;
    private final ReplicaSettings settings;
    private volatile Routes routes = Routes.NONE;

    public RemoteQuotes(EventBus bus, ReplicaSettings settings) {
        this.bus = bus;
        this.settings = settings;
    }

    /** Says who is to be asked; until then there is nobody. */
    public void by(Routes who) {
        routes = who;
    }

    @Override
    public Future<Map<String, Optional<Quote>>> load(List<String> names) {
        Map<String, Optional<Quote>> found = new ConcurrentHashMap<>();
        Map<String, List<Instrument>> asked = new HashMap<>();
        for (String name : names) {
            Instrument instrument = Instrument.parse(name);
            String where = routes.reader(instrument);
            if (where == null) {
                found.put(name, Optional.empty());
            } else {
                asked.computeIfAbsent(where, _ -> new ArrayList<>()).add(instrument);
            }
        }
        List<Future<Void>> answers = new ArrayList<>();
        asked.forEach((where, instruments) -> {
            for (int from = 0; from < instruments.size(); from += QuoteBatch.QUOTES_MAX) {
                List<Instrument> part =
                        instruments.subList(from, Math.min(instruments.size(), from + QuoteBatch.QUOTES_MAX));
                answers.add(ask(where, part, found));
            }
        });
        return Future.join(answers).<Map<String, Optional<Quote>>>map(found).otherwise(found);
    }

    private Future<Void> ask(String where, List<Instrument> instruments, Map<String, Optional<Quote>> found) {
        return MarketDataApi.quotesAt(where)
                .call(bus, new QuotesRequest(instruments), settings.readTimeout())
                .onSuccess(batch -> {
                    instruments.forEach(one -> found.put(one.toString(), Optional.empty()));
                    batch.quotes().forEach(quote -> found.put(quote.instrument().toString(), Optional.of(quote)));
                })
                .mapEmpty();
    }
}
