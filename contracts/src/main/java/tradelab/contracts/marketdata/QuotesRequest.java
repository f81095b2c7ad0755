package tradelab.contracts.marketdata;

import java.util.List;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;

/**
 * Asks for the quotes of many instruments at once.
 *
 * @param instruments 1 to {@link QuoteBatch#QUOTES_MAX}
 */
public record QuotesRequest(List<Instrument> instruments) {
    public QuotesRequest {
        instruments = List.copyOf(instruments);
        var _unused = Require.range("instruments", instruments.size(), 1, QuoteBatch.QUOTES_MAX);
    }
}
