package tradelab.venue.taiwan.quote;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;
import tradelab.venue.fault.Occasions;
import tradelab.venue.rest.RestFaults;
import tradelab.venue.rest.RestFaults.Answer;

/** Serves {@code /stock/api/...}. Runs on the event loop that owns the exchange. */
public final class QuoteHandler {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final RestFaults.Refusals REFUSALS = new RestFaults.Refusals(
            new Answer(429, StockQuotes.refusal("requests: expected fewer")),
            new Answer(OK, StockQuotes.refusal("system: unavailable")),
            new Answer(OK, StockQuotes.refusal("system: maintenance")));

    private final StockQuotes quotes;
    private final Runnable catchUp;
    private final RestFaults gate;

    /**
     * @param catchUp brings the exchange to the market's time
     * @param gate lets requests through
     */
    public QuoteHandler(StockQuotes quotes, Runnable catchUp, RestFaults gate) {
        this.quotes = quotes;
        this.catchUp = catchUp;
        this.gate = gate;
    }

    /** Answers a request that just arrived. */
    public void handle(HttpServerRequest request) {
        String path = String.valueOf(request.path());
        String names = request.getParam("ex_ch");
        var _ = request.response().putHeader("Content-Type", "application/json;charset=UTF-8");
        gate.pass(request, Occasions.taiwanQuotes(path, names), REFUSALS, () -> answer(path, names));
    }

    private Answer answer(String path, @Nullable String names) {
        boolean odd = path.endsWith("/getOddInfo.jsp");
        int status = odd || path.endsWith("/getStockInfo.jsp") ? OK : NOT_FOUND;
        if (names == null) {
            return new Answer(status, StockQuotes.refusal("ex_ch: expected names such as tse_2330.tw, got nothing"));
        }
        catchUp.run();
        try {
            return new Answer(status, quotes.answer(names, odd));
        } catch (IllegalArgumentException e) {
            return new Answer(status, StockQuotes.refusal(String.valueOf(e.getMessage())));
        }
    }
}
