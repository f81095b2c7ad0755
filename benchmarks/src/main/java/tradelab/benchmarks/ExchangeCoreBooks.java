package tradelab.benchmarks;

import exchange.core2.collections.objpool.ObjectsPool;
import exchange.core2.core.common.CoreSymbolSpecification;
import exchange.core2.core.common.L2MarketData;
import exchange.core2.core.common.MatcherEventType;
import exchange.core2.core.common.MatcherTradeEvent;
import exchange.core2.core.common.OrderAction;
import exchange.core2.core.common.OrderType;
import exchange.core2.core.common.SymbolType;
import exchange.core2.core.common.cmd.CommandResultCode;
import exchange.core2.core.common.cmd.OrderCommand;
import exchange.core2.core.common.cmd.OrderCommandType;
import exchange.core2.core.common.config.LoggingConfiguration;
import exchange.core2.core.orderbook.IOrderBook;
import exchange.core2.core.orderbook.OrderBookDirectImpl;
import exchange.core2.core.orderbook.OrderBookEventsHelper;
import org.jspecify.annotations.Nullable;

/**
 * exchange-core's fast order book for each symbol, called directly: no ring buffer and no risk engine before it, objects
 * from its pool, trade events recycled as its result handler does.
 */
final class ExchangeCoreBooks implements MatchingBenchmark.Books {
    private static final int EVENT_CHAIN = 1024;

    private final OrderFlow flow;
    private final IOrderBook[] books;
    private final OrderCommand command = new OrderCommand();
    private @Nullable MatcherTradeEvent free = MatcherTradeEvent.createEventChain(EVENT_CHAIN);
    private long trades;
    private long lots;
    private long tradedCommands;

    ExchangeCoreBooks(OrderFlow flow) {
        this.flow = flow;
        this.books = new IOrderBook[flow.symbols];
        ObjectsPool pool = ObjectsPool.createDefaultTestPool();
        OrderBookEventsHelper events = new OrderBookEventsHelper(this::chain);
        for (int i = 0; i < books.length; i++) {
            CoreSymbolSpecification symbol = CoreSymbolSpecification.builder()
                    .symbolId(i)
                    .type(SymbolType.FUTURES_CONTRACT)
                    .baseCurrency(1)
                    .quoteCurrency(2)
                    .baseScaleK(1)
                    .quoteScaleK(1)
                    .build();
            books[i] = new OrderBookDirectImpl(symbol, pool, events, LoggingConfiguration.DEFAULT);
        }
    }

    @Override
    public void run(int from, int to) {
        for (int at = from; at < to; at++) {
            fill(at);
            CommandResultCode result = IOrderBook.processCommand(books[flow.symbol[at]], command);
            if (result != CommandResultCode.SUCCESS) {
                throw new IllegalStateException("command " + at + ": " + result);
            }
            if (command.matcherEvent != null) {
                count(command.matcherEvent);
            }
        }
    }

    private void fill(int at) {
        byte kind = flow.command[at];
        command.orderId = flow.order[at];
        command.symbol = flow.symbol[at];
        command.price = flow.price[at];
        command.uid = 1;
        command.timestamp = at;
        command.resultCode = CommandResultCode.VALID_FOR_MATCHING_ENGINE;
        command.matcherEvent = null;
        switch (kind) {
            case OrderFlow.CANCEL -> command.command = OrderCommandType.CANCEL_ORDER;
            case OrderFlow.MOVE -> command.command = OrderCommandType.MOVE_ORDER;
            default -> {
                int size = flow.size[at];
                command.command = OrderCommandType.PLACE_ORDER;
                command.orderType = kind == OrderFlow.IOC ? OrderType.IOC : OrderType.GTC;
                command.action = size > 0 ? OrderAction.BID : OrderAction.ASK;
                command.size = Math.abs(size);
                command.reserveBidPrice = flow.price[at];
            }
        }
    }

    private void count(MatcherTradeEvent first) {
        boolean traded = false;
        MatcherTradeEvent event = first;
        while (event != null) {
            if (event.eventType == MatcherEventType.TRADE) {
                traded = true;
                trades++;
                lots += event.size;
            }
            MatcherTradeEvent next = event.nextEvent;
            event.nextEvent = free;
            free = event;
            event = next;
        }
        if (traded) {
            tradedCommands++;
        }
    }

    /** The helper takes the whole chain at a time and asks again when it is used up. */
    private MatcherTradeEvent chain() {
        MatcherTradeEvent chain = free;
        free = null;
        return chain == null ? MatcherTradeEvent.createEventChain(EVENT_CHAIN) : chain;
    }

    @Override
    public void startCounting() {
        trades = 0;
        lots = 0;
        tradedCommands = 0;
    }

    @Override
    public MatchingBenchmark.BookState state() {
        long digest = 0;
        long orders = 0;
        long slots = 0;
        for (IOrderBook book : books) {
            orders += book.getOrdersNum(OrderAction.BID) + book.getOrdersNum(OrderAction.ASK);
            L2MarketData depth = book.getL2MarketDataSnapshot(Integer.MAX_VALUE);
            slots += depth.bidSize + depth.askSize;
            for (int i = 0; i < depth.bidSize; i++) {
                digest = MatchingBenchmark.BookState.fold(
                        digest, depth.bidPrices[i], depth.bidVolumes[i], depth.bidOrders[i]);
            }
            for (int i = 0; i < depth.askSize; i++) {
                digest = MatchingBenchmark.BookState.fold(
                        digest, depth.askPrices[i], depth.askVolumes[i], depth.askOrders[i]);
            }
        }
        return new MatchingBenchmark.BookState(trades, lots, tradedCommands, orders, slots, digest);
    }
}
