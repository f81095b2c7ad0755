package tradelab.venue.taiwan.stream;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.taiwan.market.DayStatistics;
import tradelab.venue.taiwan.market.OrderSession;
import tradelab.venue.taiwan.market.SecurityMarket;
import tradelab.venue.taiwan.market.SecurityState;
import tradelab.venue.taiwan.market.Side;
import tradelab.venue.taiwan.market.Trade;

/** The rows of the public channels, as JSON. A snapshot is written once a change, for all who follow it. */
final class Rows {
    private static final int LEVELS = 5;

    private final List<SecurityMarket> markets;
    private final @Nullable String[] snapshots;
    private final long[] revisions;
    private final StringBuilder text = new StringBuilder(512);
    private final long[] prices = new long[LEVELS + 1];
    private final long[] shares = new long[LEVELS + 1];

    Rows(List<SecurityMarket> markets) {
        this.markets = markets;
        snapshots = new @Nullable String[markets.size()];
        revisions = new long[markets.size()];
    }

    String snapshot(int index) {
        SecurityMarket market = markets.get(index);
        String row = snapshots[index];
        if (row == null || revisions[index] != market.revision()) {
            row = write(market);
            snapshots[index] = row;
            revisions[index] = market.revision();
        }
        return row;
    }

    static String trade(SecurityMarket market, Trade trade) {
        StringBuilder row =
                new StringBuilder(96).append("[\"").append(market.security().code());
        row.append("\",").append(trade.id()).append(',').append(trade.millis()).append(',');
        price(row, trade.price());
        char taker = trade.taker() == null ? 'A' : trade.taker() == Side.BUY ? 'B' : 'S';
        return row.append(',')
                .append(trade.shares())
                .append(",\"")
                .append(taker)
                .append("\",\"")
                .append(trade.kind().letter())
                .append("\"]")
                .toString();
    }

    static String status(String code, long millis, String status) {
        return "[\"" + code + "\"," + millis + ",\"" + status + "\"]";
    }

    private String write(SecurityMarket market) {
        DayStatistics day = market.day();
        text.setLength(0);
        text.append("[\"").append(market.security().code()).append("\",");
        text.append(market.revision())
                .append(',')
                .append(market.updatedMillis())
                .append(',');
        price(text, day.last());
        text.append(',').append(day.lastShares()).append(',').append(day.volume());
        for (long price : new long[] {day.open(), day.high(), day.low()}) {
            text.append(',');
            price(text, price);
        }
        levels(market, true);
        levels(market, false);
        text.append(",\"");
        flags(market);
        text.append("\",");
        price(text, market.simulated().price());
        return text.append(',').append(market.simulated().shares()).append(']').toString();
    }

    private void levels(SecurityMarket market, boolean buy) {
        int size = market.top(OrderSession.BOARD, buy, prices, shares);
        text.append(",[");
        for (int i = 0; i < size; i++) {
            text.append(i == 0 ? "[" : ",[");
            price(text, prices[i]);
            text.append(',').append(shares[i]).append(']');
        }
        text.append(']');
    }

    private void flags(SecurityMarket market) {
        if (market.isGathering()) {
            text.append('T');
        }
        if (market.state() == SecurityState.INTERRUPTED) {
            text.append('S');
        }
        if (market.state() == SecurityState.HALTED) {
            text.append('H');
        }
        if (market.day().last() == market.limits().up()) {
            text.append('U');
        }
        if (market.day().last() == market.limits().down()) {
            text.append('D');
        }
    }

    private static void price(StringBuilder text, long price) {
        if (price == 0) {
            text.append("null");
        } else {
            Decimals.append(text.append('"'), price).append('"');
        }
    }
}
