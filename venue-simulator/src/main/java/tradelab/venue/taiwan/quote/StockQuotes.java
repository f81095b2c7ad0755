package tradelab.venue.taiwan.quote;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tradelab.contracts.Decimals;
import tradelab.contracts.Json;
import tradelab.contracts.Require;
import tradelab.venue.taiwan.exchange.TaiwanExchange;
import tradelab.venue.taiwan.market.DayStatistics;
import tradelab.venue.taiwan.market.OrderSession;
import tradelab.venue.taiwan.market.SecurityMarket;
import tradelab.venue.taiwan.market.SecurityState;
import tradelab.venue.taiwan.rules.Lots;
import tradelab.venue.taiwan.rules.PriceLimits;
import tradelab.venue.taiwan.session.TradingDays;

/**
 * The exchange's public quotes: {@code getStockInfo.jsp} for board lots, volumes in lots, and {@code getOddInfo.jsp} for
 * odd lots, volumes in shares. Every value is text, prices have four decimals, and {@code -} stands for none.
 */
public final class StockQuotes {
    /** Names of one request. */
    static final int NAMES_MAX = 100;

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int LEVELS = 5;
    private static final String NONE = "-";
    private static final String NO_LIMIT_UP = "9999.9500";
    private static final String NO_LIMIT_DOWN = "0.0100";

    private final TaiwanExchange exchange;
    private final long[] prices = new long[LEVELS + 1];
    private final long[] shares = new long[LEVELS + 1];

    public StockQuotes(TaiwanExchange exchange) {
        this.exchange = exchange;
    }

    /**
     * Answers a request; names that are not listed are left out, as the exchange does.
     *
     * @param names such as {@code tse_2330.tw|otc_6488.tw}
     * @throws IllegalArgumentException if there are too many names, or something that is no name
     */
    public String answer(String names, boolean odd) {
        String[] asked = names.split("\\|", -1);
        if (asked.length > NAMES_MAX) {
            throw Require.refused("ex_ch", "at most " + NAMES_MAX + " names", Integer.toString(asked.length));
        }
        List<Map<String, String>> quotes = new ArrayList<>();
        for (String name : asked) {
            SecurityMarket market = find(name);
            if (market != null) {
                quotes.add(quote(market, odd));
            }
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("msgArray", quotes);
        answer.put("referer", "");
        answer.put("userDelay", 5000);
        answer.put("rtcode", "0000");
        answer.put("queryTime", queryTime());
        answer.put("rtmessage", "OK");
        return Json.write(answer).toString();
    }

    /** The exchange's answer to a request it cannot serve. */
    public static String refusal(String message) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("rtmessage", message);
        answer.put("rtcode", "9999");
        return Json.write(answer).toString();
    }

    private @org.jspecify.annotations.Nullable SecurityMarket find(String name) {
        int underscore = name.indexOf('_');
        int point = name.indexOf(".tw");
        if (underscore < 1 || point <= underscore + 1) {
            throw Require.refused("ex_ch", "names such as tse_2330.tw", name);
        }
        int index = exchange.index(name.substring(underscore + 1, point));
        SecurityMarket market = index < 0 ? null : exchange.markets().get(index);
        boolean listedThere =
                market != null && market.security().market().quoteName().equals(name.substring(0, underscore));
        return listedThere ? market : null;
    }

    private Map<String, String> quote(SecurityMarket market, boolean odd) {
        DayStatistics day = odd ? market.oddDay() : market.day();
        long unit = odd ? 1 : Lots.BOARD;
        OrderSession session = odd ? OrderSession.ODD : OrderSession.BOARD;
        Map<String, String> quote = new LinkedHashMap<>();
        quote.put("tv", number(day.lastShares() / unit));
        quote.put("ps", number(market.simulated().shares() / unit));
        quote.put("pz", price(market.simulated().price()));
        levels(quote, market, session, false, "a", "f", unit);
        levels(quote, market, session, true, "b", "g", unit);
        identity(quote, market);
        quote.put("h", price(day.high()));
        quote.put("l", price(day.low()));
        quote.put("o", price(day.open()));
        quote.put("p", "0");
        quote.put("s", number(day.lastShares() / unit));
        quote.put("v", Long.toString(day.volume() / unit));
        PriceLimits limits = market.limits();
        quote.put("u", limits.isNone() ? NO_LIMIT_UP : price(limits.up()));
        quote.put("w", limits.isNone() ? NO_LIMIT_DOWN : price(limits.down()));
        quote.put("y", price(market.reference()));
        quote.put("z", price(day.last()));
        quote.put("ip", market.state() == SecurityState.INTERRUPTED ? "1" : "0");
        quote.put("mt", "000000");
        quote.put("ts", market.isGathering() ? "1" : "0");
        if (!odd) {
            oddPart(quote, market);
        }
        return quote;
    }

    private static void identity(Map<String, String> quote, SecurityMarket market) {
        LocalDateTime time = TradingDays.local(market.updatedMillis());
        quote.put("c", market.security().code());
        quote.put("ch", market.security().code() + ".tw");
        quote.put("ex", market.security().market().quoteName());
        quote.put("n", market.security().name());
        quote.put("nf", market.security().name());
        quote.put("i", market.security().isSemiconductor() ? "24" : "");
        quote.put("it", "12");
        quote.put("d", DAY.format(time));
        quote.put("t", TIME.format(time));
        quote.put("tlong", Long.toString(market.updatedMillis()));
    }

    /** The odd lots, as the board-lot quote tells them too. */
    private void oddPart(Map<String, String> quote, SecurityMarket market) {
        DayStatistics odd = market.oddDay();
        int asks = market.top(OrderSession.ODD, false, prices, shares);
        quote.put("oa", asks == 0 ? NONE : price(prices[0]));
        int bids = market.top(OrderSession.ODD, true, prices, shares);
        quote.put("ob", bids == 0 ? NONE : price(prices[0]));
        quote.put("oz", price(odd.last()));
        quote.put("ov", Long.toString(odd.volume()));
        quote.put("ot", odd.last() == 0 ? NONE : TIME.format(TradingDays.local(odd.lastMillis())));
    }

    private void levels(
            Map<String, String> quote,
            SecurityMarket market,
            OrderSession session,
            boolean buy,
            String pricesName,
            String sharesName,
            long unit) {
        int size = market.top(session, buy, prices, shares);
        StringBuilder priceList = new StringBuilder();
        StringBuilder shareList = new StringBuilder();
        for (int i = 0; i < size; i++) {
            priceList.append(price(prices[i])).append('_');
            shareList.append(shares[i] / unit).append('_');
        }
        quote.put(pricesName, size == 0 ? NONE : priceList.toString());
        quote.put(sharesName, size == 0 ? NONE : shareList.toString());
    }

    private Map<String, Object> queryTime() {
        LocalDateTime now = TradingDays.local(exchange.nowMillis());
        Map<String, Object> time = new LinkedHashMap<>();
        time.put("sysDate", DAY.format(now));
        time.put("sessionStr", "UserSession");
        time.put("sysTime", TIME.format(now));
        time.put("showChart", false);
        time.put("sessionFromTime", -1);
        time.put("sessionLatestTime", -1);
        return time;
    }

    private static String number(long value) {
        return value == 0 ? NONE : Long.toString(value);
    }

    private static String price(long price) {
        return price == 0
                ? NONE
                : BigDecimal.valueOf(price, Decimals.SCALE).setScale(4).toPlainString();
    }
}
