import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.UUID;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.MarketDataApi;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.QuoteBatch;
import tradelab.contracts.trading.OrderType;
import tradelab.contracts.trading.Side;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.contracts.trading.SubmitOutcome;
import tradelab.contracts.trading.TradingApi;

/**
 * An event-bus client: waits for a live quote of one instrument, then places one order that rests at the best bid.
 *
 * <p>It needs {@code tradelab:contracts} and Vert.x, nothing else of the suite. Deploy it on a Vert.x that is a member
 * of the suite's cluster, see {@code docs/start.md}.
 */
public class QuoteAndOrder extends VerticleBase {
    private static final Instrument INSTRUMENT = Instrument.parse("BITFINEX:tBTCUSD");
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private MessageConsumer<Object> quotes;
    private boolean ordered;

    @Override
    public Future<?> start() {
        quotes = MarketDataApi.QUOTES.subscribe(vertx.eventBus(), this::onQuotes);
        return quotes.completion();
    }

    @Override
    public Future<?> stop() {
        return quotes.unregister();
    }

    private void onQuotes(QuoteBatch batch) {
        for (Quote quote : batch.quotes()) {
            boolean usable = quote.instrument().equals(INSTRUMENT)
                    && quote.validity() == Quote.Validity.LIVE
                    && quote.bid() != null;
            if (usable && !ordered) {
                ordered = true;
                place(quote);
            }
        }
    }

    private void place(Quote quote) {
        // The id is ours and is what makes a repeat harmless: the same id and body place the order once.
        SubmitOrder order = new SubmitOrder(
                "example",
                UUID.randomUUID().toString(),
                INSTRUMENT,
                Side.BUY,
                OrderType.LIMIT,
                quote.bid(),
                Amount.parse("0.01"),
                true);
        TradingApi.SUBMIT_ORDER
                .call(vertx.eventBus(), order, TIMEOUT)
                .onSuccess(outcome -> {
                    if (outcome instanceof SubmitOutcome.Accepted accepted) {
                        System.out.println("accepted " + accepted.orderId() + " at " + quote.bid());
                    } else {
                        System.out.println("refused " + outcome);
                    }
                })
                // TIMEOUT means that the order may or may not be there: ask, or submit the same again.
                .onFailure(failure -> System.out.println("no answer: " + failure.getMessage()));
    }
}
