package tradelab.trading.venue.paper;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.marketdata.MarketDataApi;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.QuoteBatch;
import tradelab.trading.venue.Operation;
import tradelab.trading.venue.OperationResult;
import tradelab.trading.venue.Venue;
import tradelab.trading.venue.VenueEvents;
import tradelab.trading.venue.VenueRecords;

/**
 * The paper venue. It lives as long as its process: after a start it knows no orders, so those that were on their way are
 * proven never to have arrived, and those that rested can only be cancelled.
 */
final class PaperVenue implements Venue {
    private static final int INSTRUMENTS_MAX = 20_000;

    private final PaperBook book = new PaperBook(System.currentTimeMillis());
    private final String source;
    private final MessageConsumer<Object> subscription;
    private final Map<String, Quote> quotes = new HashMap<>();
    private @Nullable VenueEvents events;

    PaperVenue(Vertx vertx, String source) {
        this.source = source;
        this.subscription = MarketDataApi.QUOTES.subscribe(vertx.eventBus(), this::quoted);
    }

    @Override
    public void follow(VenueEvents listener) {
        events = listener;
        listener.connected();
    }

    @Override
    public Future<List<OperationResult>> send(List<Operation> operations, long notAfterNanos) {
        long now = System.currentTimeMillis();
        List<OperationResult> results = new ArrayList<>(operations.size());
        for (Operation operation : operations) {
            results.add(
                    switch (operation) {
                        case Operation.Place(var order) ->
                            book.place(
                                    order,
                                    quotes.get(order.request().instrument().symbol()),
                                    now);
                        case Operation.Cancel(var order, String id) -> book.cancel(order, id);
                        case Operation.Amend amend -> book.amend(amend.order(), amend.terms());
                    });
        }
        tell();
        return Future.succeededFuture(results);
    }

    private void quoted(QuoteBatch batch) {
        long now = System.currentTimeMillis();
        for (Quote quote : batch.quotes()) {
            String symbol = quote.instrument().symbol();
            boolean known = quotes.size() < INSTRUMENTS_MAX || quotes.containsKey(symbol);
            if (quote.instrument().venue().equals(source) && known) {
                quotes.put(symbol, quote);
                book.quoted(symbol, quote, now);
            }
        }
        tell();
    }

    private void tell() {
        PaperBook.News news = book.news();
        VenueEvents listener = events;
        if (listener != null) {
            news.fills().forEach(listener::fill);
            news.reports().forEach(listener::report);
        }
    }

    @Override
    public Future<VenueRecords> records(long sinceMillis) {
        return Future.succeededFuture(book.records(sinceMillis));
    }

    @Override
    public Future<Void> close() {
        return subscription.unregister();
    }
}
