package tradelab.venue.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import java.math.BigDecimal;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.knowm.xchange.ExchangeFactory;
import org.knowm.xchange.ExchangeSpecification;
import org.knowm.xchange.bitfinex.BitfinexExchange;
import org.knowm.xchange.bitfinex.service.BitfinexAccountService;
import org.knowm.xchange.bitfinex.service.BitfinexMarketDataService;
import org.knowm.xchange.bitfinex.service.BitfinexTradeService;
import org.knowm.xchange.bitfinex.v1.BitfinexOrderType;
import org.knowm.xchange.bitfinex.v1.dto.trade.BitfinexLimitOrder;
import org.knowm.xchange.bitfinex.v1.dto.trade.BitfinexOrderFlags;
import org.knowm.xchange.bitfinex.v2.dto.account.TransferBetweenWalletsRequest;
import org.knowm.xchange.bitfinex.v2.dto.account.UpdateCollateralDerivativePositionRequest;
import org.knowm.xchange.bitfinex.v2.dto.marketdata.BookPrecision;
import org.knowm.xchange.currency.Currency;
import org.knowm.xchange.currency.CurrencyPair;
import org.knowm.xchange.dto.Order.OrderType;
import org.knowm.xchange.dto.trade.FixedRateLoanOrder;
import org.knowm.xchange.dto.trade.FloatingRateLoanOrder;
import org.knowm.xchange.dto.trade.LimitOrder;
import org.knowm.xchange.dto.trade.MarketOrder;
import org.knowm.xchange.dto.trade.StopOrder;
import org.knowm.xchange.service.trade.params.CancelAllOrders;
import org.knowm.xchange.service.trade.params.DefaultCancelOrderParamId;
import org.knowm.xchange.service.trade.params.orders.DefaultQueryOrderParam;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.runtime.ServiceHost;
import tradelab.venue.VenueService;

/** XChange 5.2.0 as it is, every call of its market data, account and trade services. */
class XChangeIT {
    private static final Logger LOG = LoggerFactory.getLogger(XChangeIT.class);
    private static final CurrencyPair PAIR = CurrencyPair.BTC_USD;
    private static final CurrencyPair PERPETUAL = new CurrencyPair("BTCF0", "USTF0");
    private static final BigDecimal AMOUNT = new BigDecimal("0.01");
    private static final BigDecimal LOW = new BigDecimal("20000");

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static ServiceHost host;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static BitfinexExchange exchange;

    private final Calls calls = new Calls();

    @BeforeAll
    static void start() throws Exception {
        host = await(ServiceHost.start(
                Map.of("venue.http.port", "0", "venue.management.port", "0", "venue.further-accounts", "x=x-s,y=y-s"),
                new VenueService()));
        exchange = (BitfinexExchange) ExchangeFactory.INSTANCE.createExchange(specification("x", "x-s"));
    }

    private static ExchangeSpecification specification(String key, String secret) {
        int port = host.port("venue-simulator", "http");
        ExchangeSpecification specification = new ExchangeSpecification(BitfinexExchange.class);
        specification.setSslUri("http://127.0.0.1:" + port + "/");
        specification.setHost("127.0.0.1");
        specification.setPort(port);
        specification.setApiKey(key);
        specification.setSecretKey(secret);
        return specification;
    }

    @AfterAll
    static void stop() throws Exception {
        var _ = await(host.close());
    }

    private void finish(String service) {
        calls.passed().forEach(name -> LOG.info("call service={} name=\"{}\" result=pass", service, name));
        calls.failed().forEach(name -> LOG.info("call service={} name=\"{}\" result=FAIL", service, name));
        LOG.info(
                "calls service={} passed={} failed={}",
                service,
                calls.passed().size(),
                calls.failed().size());
        assertThat(calls.failed()).isEmpty();
    }

    @Test
    void readsTheMarkets() {
        var service = (BitfinexMarketDataService) exchange.getMarketDataService();
        calls.check(
                "metadata",
                exchange::getExchangeMetaData,
                data -> data.getInstruments().containsKey(PAIR));
        calls.check("getTicker", () -> service.getTicker(PAIR), t -> t.getBid().compareTo(t.getAsk()) < 0);
        calls.check("getTickers", () -> service.getTickers(null), list -> list.size() > 2);
        calls.check(
                "getOrderBook",
                () -> service.getOrderBook(PAIR),
                b -> b.getBids().size() > 10);
        calls.check(
                "getOrderBook of five",
                () -> service.getOrderBook(PAIR, 5, 5),
                b -> b.getAsks().size() == 5);
        calls.check("getLendOrderBook", () -> service.getLendOrderBook("USD"), b -> true);
        calls.check(
                "getTrades", () -> service.getTrades(PAIR), t -> !t.getTrades().isEmpty());
        calls.check("getBitfinexTicker", () -> service.getBitfinexTicker("btcusd"), t -> t.getLast_price() != null);
        calls.check(
                "getBitfinexOrderBook",
                () -> service.getBitfinexOrderBook("btcusd", 3, 4),
                b -> b.getAsks().length == 4);
        calls.check("getBitfinexLendBook", () -> service.getBitfinexLendBook("USD", 5, 5), b -> b.getBids() != null);
        calls.check("getBitfinexTrades", () -> service.getBitfinexTrades("btcusd", 0), t -> t.length > 0);
        calls.check("getBitfinexLends", () -> service.getBitfinexLends("USD", 0, 5), l -> l != null);
        calls.check("getBitfinexSymbols", service::getBitfinexSymbols, s -> s.contains("btcusd"));
        calls.check("getExchangeSymbols", service::getExchangeSymbols, s -> s.contains(PAIR));
        calls.check("getSymbolDetails", service::getSymbolDetails, s -> s.size() > 2);
        calls.check("getBitfinexPlatformStatus", service::getBitfinexPlatformStatus, s -> s[0] == 1);
        calls.check("getBitfinexTickers", () -> service.getBitfinexTickers(List.of(PAIR)), t -> t.length == 1);
        calls.check(
                "getBitfinexTickerV2",
                () -> service.getBitfinexTickerV2(PAIR),
                t -> t.getSymbol().equals("tBTCUSD"));
        long now = System.currentTimeMillis();
        calls.check(
                "getBitfinexPublicTrades",
                () -> service.getBitfinexPublicTrades(PAIR, 5, 0, now, -1),
                t -> t.length == 5);
        calls.check(
                "getBitfinexPublicFundingTrades",
                () -> service.getBitfinexPublicFundingTrades(Currency.USD, 5, 0, now, -1),
                t -> t != null);
        calls.check("getStatus", () -> service.getStatus(List.of(PERPETUAL)), s -> s.size() == 1);
        calls.check(
                "getFundingHistoricCandles",
                () -> service.getFundingHistoricCandles("1h", "fUSD", 30, 5),
                c -> c != null);
        calls.check(
                "getHistoricCandles", () -> service.getHistoricCandles("1m", PAIR, 5, 0L, now, -1), c -> c.size() == 5);
        calls.check(
                "getStats",
                () -> service.getStats("pos.size", "1m", "tBTCUSD", "long", -1, 0L, now, 5),
                s -> s.size() == 1);
        for (BookPrecision precision : BookPrecision.values()) {
            calls.check(
                    "tradingBook " + precision, () -> service.tradingBook("tBTCUSD", precision, 25), b -> !b.isEmpty());
            calls.check("fundingBook " + precision, () -> service.fundingBook("fUSD", precision, 25), b -> b != null);
        }
        calls.check("tradingBookRaw", () -> service.tradingBookRaw("tBTCUSD", 25), b -> b.size() == 50);
        calls.check("fundingBookRaw", () -> service.fundingBookRaw("fUSD", 25), b -> b != null);
        calls.refused("getTicker of an unknown pair", () -> service.getTicker(new CurrencyPair("NO", "PE")), "symbol");
        finish("market data");
    }

    @Test
    void keepsTheAccount() {
        var service = (BitfinexAccountService) exchange.getAccountService();
        calls.check(
                "getAccountInfo",
                service::getAccountInfo,
                info -> info.getWallets().size() == 3);
        calls.check("getDynamicTradingFees", service::getDynamicTradingFeesByInstrument, f -> f.containsKey(PAIR));
        calls.check("getBitfinexDynamicTradingFees", service::getBitfinexDynamicTradingFees, f -> f.length == 1);
        calls.check("getBitfinexAccountInfo", service::getBitfinexAccountInfo, b -> b.length > 3);
        calls.check("getBitfinexMarginInfos", service::getBitfinexMarginInfos, m -> m.length == 1);
        calls.check(
                "getAccountFees", service::getAccountFees, f -> f.getWithdraw().containsKey(Currency.BTC));
        calls.check("getWallets", service::getWallets, w -> w.size() > 3);
        calls.check("requestDepositAddress", () -> service.requestDepositAddress(Currency.BTC), a -> !a.isEmpty());
        calls.check(
                "requestDepositAddressRaw", () -> service.requestDepositAddressRaw("BTC"), a -> a.getAddress() != null);
        calls.check(
                "withdrawFunds", () -> service.withdrawFunds(Currency.BTC, AMOUNT, "elsewhere"), id -> !id.isEmpty());
        calls.check(
                "withdrawFunds with a tag",
                () -> service.withdrawFunds(Currency.BTC, AMOUNT, "elsewhere", "7"),
                id -> !id.isEmpty());
        calls.check(
                "withdraw", () -> service.withdraw("bitcoin", "exchange", AMOUNT, "elsewhere"), id -> !id.isEmpty());
        calls.check(
                "withdraw of a currency",
                () -> service.withdraw("bitcoin", "exchange", AMOUNT, "elsewhere", null, "BTC"),
                id -> !id.isEmpty());
        calls.check(
                "getFundingHistory",
                () -> service.getFundingHistory(service.createFundingHistoryParams()),
                f -> f.size() >= 4);
        calls.check(
                "getDepositWithdrawalHistory",
                () -> service.getDepositWithdrawalHistory("BTC", null, null, null, 2),
                h -> h.length == 2);
        calls.check(
                "getBitfinexBalanceHistory",
                () -> service.getBitfinexBalanceHistory("BTC", "exchange", null, null, 5),
                h -> h.length >= 4);
        calls.check("getLedgerEntries", () -> service.getLedgerEntries(null, null, null, 2L, null), l -> l.size() == 2);
        calls.check(
                "getLedgerEntries of a currency",
                () -> service.getLedgerEntries("BTC", null, null, 2L, null),
                l -> l.size() == 2);
        calls.check("getMovementHistory", () -> service.getMovementHistory(null, null, null, 2), m -> m.size() == 2);
        calls.check(
                "getMovementHistory of a currency",
                () -> service.getMovementHistory("BTC", null, null, 3),
                m -> m.size() == 3);
        calls.check(
                "transferBetweenWallets",
                () -> service.transferBetweenWallets(TransferBetweenWalletsRequest.builder()
                        .from("exchange")
                        .to("margin")
                        .currency("USD")
                        .currencyTo("USD")
                        .amount(BigDecimal.TEN)
                        .build()),
                t -> t.getStatus().equals("SUCCESS"));
        calls.refused(
                "updateCollateralDerivativePosition without a position",
                () -> {
                    service.updateCollateralDerivativePosition(collateral());
                    return "done";
                },
                "position");
        finish("account");
    }

    private static UpdateCollateralDerivativePositionRequest collateral() {
        return UpdateCollateralDerivativePositionRequest.builder()
                .symbol("tBTCF0:USTF0")
                .collateral(BigDecimal.TEN)
                .build();
    }

    private static LimitOrder limit(String amount) {
        return new LimitOrder(OrderType.BID, new BigDecimal(amount), PAIR, null, new Date(), LOW);
    }

    private static LimitOrder limit(BitfinexOrderFlags flag) {
        LimitOrder order = limit("0.01");
        order.addOrderFlag(flag);
        return order;
    }

    @Test
    void trades() {
        var service = (BitfinexTradeService) exchange.getTradeService();
        MarketOrder market = new MarketOrder(OrderType.BID, AMOUNT, PAIR);
        calls.check("placeMarketOrder", () -> service.placeMarketOrder(market), id -> !id.equals("0"));
        MarketOrder margin = new MarketOrder(OrderType.BID, AMOUNT, PAIR);
        margin.addOrderFlag(BitfinexOrderFlags.MARGIN);
        calls.check("placeMarketOrder on margin", () -> service.placeMarketOrder(margin), id -> !id.equals("0"));
        String id =
                calls.call("placeLimitOrder", () -> service.placeLimitOrder(limit("0.02")), made -> !made.equals("0"));
        for (BitfinexOrderFlags flag : BitfinexOrderFlags.values()) {
            calls.check(
                    "placeLimitOrder " + flag, () -> service.placeLimitOrder(limit(flag)), made -> !made.equals("0"));
        }
        StopOrder stop = new StopOrder(OrderType.BID, AMOUNT, PAIR, null, new Date(), new BigDecimal("90000"));
        calls.check("placeStopOrder", () -> service.placeStopOrder(stop), made -> !made.equals("0"));
        BitfinexLimitOrder oco =
                new BitfinexLimitOrder(OrderType.BID, AMOUNT, PAIR, null, new Date(), LOW, new BigDecimal("90000"));
        calls.check(
                "placeBitfinexLimitOrder OCO",
                () -> service.placeBitfinexLimitOrder(oco, BitfinexOrderType.LIMIT),
                o -> o.getId() > 0);
        calls.check(
                "placeBitfinexMarketOrder",
                () -> service.placeBitfinexMarketOrder(market, BitfinexOrderType.MARKET),
                o -> o.getId() > 0);
        calls.check(
                "getOpenOrders",
                service::getOpenOrders,
                open -> open.getOpenOrders().size() > 3);
        calls.check(
                "getOpenOrders of a pair",
                () -> service.getOpenOrders(service.createOpenOrdersParams()),
                open -> !open.getOpenOrders().isEmpty());
        calls.check("getBitfinexOpenOrders", service::getBitfinexOpenOrders, open -> open.length > 3);
        calls.check("getOrder", () -> service.getOrder(new DefaultQueryOrderParam(id)), found -> found.size() == 1);
        calls.check(
                "getBitfinexOrderStatus", () -> service.getBitfinexOrderStatus(String.valueOf(id)), o -> o.isLive());
        LimitOrder change = new LimitOrder(OrderType.BID, AMOUNT, PAIR, id, new Date(), LOW.add(BigDecimal.ONE));
        String changed = calls.call("changeOrder", () -> service.changeOrder(change), made -> !made.equals(id));
        calls.check(
                "replaceBitfinexLimitOrder",
                () -> service.replaceBitfinexLimitOrder(
                        limit(BitfinexOrderFlags.USE_REMAINING),
                        BitfinexOrderType.LIMIT,
                        Long.parseLong(String.valueOf(changed))),
                o -> o.getOriginalAmount().compareTo(AMOUNT) == 0);
        calls.check(
                "placeBitfinexOrderMulti",
                () -> service.placeBitfinexOrderMulti(List.of(limit("0.01"), limit("0.02")), BitfinexOrderType.LIMIT),
                m -> m != null);
        String one =
                calls.call("placeLimitOrder to cancel", () -> service.placeLimitOrder(limit("0.01")), made -> true);
        String two =
                calls.call("placeLimitOrder to cancel too", () -> service.placeLimitOrder(limit("0.01")), made -> true);
        String three = calls.call(
                "placeLimitOrder to cancel as well", () -> service.placeLimitOrder(limit("0.01")), made -> true);
        calls.check("cancelOrder", () -> service.cancelOrder(String.valueOf(one)), done -> done);
        calls.check("cancelOrder again", () -> service.cancelOrder(String.valueOf(one)), done -> !done);
        calls.check(
                "cancelOrder by parameters",
                () -> service.cancelOrder(new DefaultCancelOrderParamId(two)),
                done -> done);
        calls.check(
                "cancelBitfinexOrderMulti",
                () -> service.cancelBitfinexOrderMulti(List.of(String.valueOf(three))),
                done -> done);
        calls.check("cancelOrder of all", () -> service.cancelOrder(new CancelAllOrders() {}), done -> done);
        String four =
                calls.call("placeLimitOrder once more", () -> service.placeLimitOrder(limit("0.01")), made -> true);
        calls.check("cancelBitfinexOrder", () -> service.cancelBitfinexOrder(String.valueOf(four)), done -> done);
        calls.check("cancelAllBitfinexOrders", service::cancelAllBitfinexOrders, done -> done);
        calls.check(
                "getOpenOrders after all",
                service::getOpenOrders,
                open -> open.getOpenOrders().isEmpty());
        calls.check("getBitfinexOrdersHistory", () -> service.getBitfinexOrdersHistory(5), h -> h.length == 5);
        calls.check(
                "getTradeHistory",
                () -> service.getTradeHistory(service.createTradeHistoryParams()),
                t -> t.getUserTrades().size() > 1);
        calls.check(
                "getBitfinexTradeHistory",
                () -> service.getBitfinexTradeHistory("btcusd", 0, null, 5, 0),
                t -> t.length > 1);
        calls.check(
                "getBitfinexTradesV2",
                () -> service.getBitfinexTradesV2("tBTCUSD", null, null, 2L, null),
                t -> t.size() == 2);
        calls.check("getBitfinexActiveOrdesV2", () -> service.getBitfinexActiveOrdesV2("tBTCUSD"), o -> o.isEmpty());
        calls.check(
                "getBitfinexOrderTradesV2", () -> service.getBitfinexOrderTradesV2("tBTCUSD", 1L), t -> t.isEmpty());
        calls.check("getBitfinexActivePositions", service::getBitfinexActivePositions, p -> p.length == 1);
        calls.check("getBitfinexActivePositionsV2", service::getBitfinexActivePositionsV2, p -> p.size() == 1);
        calls.check("getBitfinexAccountInfos", service::getBitfinexAccountInfos, i -> i.length == 1);
        calls.check("getMakerFee", service::getMakerFee, f -> f.signum() > 0);
        calls.check("getTakerFee", service::getTakerFee, f -> f.signum() > 0);
        calls.refused("placeLimitOrder beyond the balance", () -> service.placeLimitOrder(limit("1999")), "not enough");
        lending(service);
        finish("trade");
    }

    private void lending(BitfinexTradeService service) {
        BigDecimal amount = new BigDecimal("100");
        FixedRateLoanOrder fixed =
                new FixedRateLoanOrder(OrderType.ASK, "USD", amount, 5, "", new Date(), BigDecimal.TEN);
        FloatingRateLoanOrder floating =
                new FloatingRateLoanOrder(OrderType.ASK, "USD", amount, 5, "", new Date(), BigDecimal.ZERO);
        var offer = calls.call(
                "placeBitfinexFixedRateLoanOrder",
                () -> service.placeBitfinexFixedRateLoanOrder(fixed, BitfinexOrderType.LIMIT),
                o -> o.getId() > 0);
        calls.check(
                "placeBitfinexFloatingRateLoanOrder",
                () -> service.placeBitfinexFloatingRateLoanOrder(floating, BitfinexOrderType.MARKET),
                o -> o.getId() > 0);
        calls.check("getBitfinexOpenOffers", service::getBitfinexOpenOffers, o -> o.length == 2);
        String id = offer == null ? "0" : String.valueOf(offer.getId());
        calls.check(
                "getBitfinexOfferStatusResponse", () -> service.getBitfinexOfferStatusResponse(id), o -> o.isLive());
        calls.check("cancelBitfinexOffer", () -> service.cancelBitfinexOffer(id), o -> o.isCancelled());
        calls.check(
                "getBitfinexFundingHistory",
                () -> service.getBitfinexFundingHistory("USD", new Date(), 5),
                h -> h.length == 0);
        calls.check("getBitfinexActiveCredits", service::getBitfinexActiveCredits, c -> c.length == 0);
        calls.check("withdraw", () -> service.withdraw("bitcoin", "exchange", AMOUNT, "elsewhere"), w -> !w.isEmpty());
        calls.check(
                "withdraw with a tag",
                () -> service.withdraw("bitcoin", "exchange", AMOUNT, "elsewhere", "7"),
                w -> !w.isEmpty());
        ExchangeSpecification forged = specification("y", "wrong");
        forged.setShouldLoadRemoteMetaData(false);
        var forger = (BitfinexTradeService)
                ExchangeFactory.INSTANCE.createExchange(forged).getTradeService();
        calls.refused("a wrong secret", forger::getOpenOrders, "x-bfx-signature");
    }
}
