package tradelab.venue.taiwan.quote;

import io.vertx.core.http.HttpServerRequest;

/** Serves {@code /stock/api/...}. Runs on the event loop that owns the exchange. */
public final class QuoteHandler {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final StockQuotes quotes;
    private final Runnable catchUp;

    /** @param catchUp brings the exchange to the market's time */
    public QuoteHandler(StockQuotes quotes, Runnable catchUp) {
        this.quotes = quotes;
        this.catchUp = catchUp;
    }

    /** Answers a request that just arrived. */
    public void handle(HttpServerRequest request) {
        String path = String.valueOf(request.path());
        boolean board = path.endsWith("/getStockInfo.jsp");
        boolean odd = path.endsWith("/getOddInfo.jsp");
        String names = request.getParam("ex_ch");
        String answer;
        if (names == null) {
            answer = StockQuotes.refusal("ex_ch: expected names such as tse_2330.tw, got nothing");
        } else {
            catchUp.run();
            answer = answer(names, odd);
        }
        var _ = request.response()
                .setStatusCode(board || odd ? OK : NOT_FOUND)
                .putHeader("Content-Type", "application/json;charset=UTF-8")
                .end(answer);
    }

    private String answer(String names, boolean odd) {
        try {
            return quotes.answer(names, odd);
        } catch (IllegalArgumentException e) {
            return StockQuotes.refusal(String.valueOf(e.getMessage()));
        }
    }
}
