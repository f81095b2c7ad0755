package tradelab.xchange;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.knowm.xchange.Exchange;
import org.knowm.xchange.ExchangeFactory;
import org.knowm.xchange.ExchangeSpecification;
import org.knowm.xchange.currency.CurrencyPair;
import org.knowm.xchange.dto.marketdata.OrderBook;
import org.knowm.xchange.service.marketdata.MarketDataService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;
import tradelab.contracts.marketdata.Trade;
import tradelab.marketdata.feed.Feed;
import tradelab.marketdata.feed.FeedContext;
import tradelab.marketdata.feed.FeedOptions;
import tradelab.marketdata.feed.FeedSink;
import tradelab.marketdata.feed.Unparsed;

/**
 * Any venue that XChange reads over REST, one instrument after the other: its book, and its latest trades.
 *
 * <p>Selected as {@code xchange-NAME}, such as {@code xchange-kraken}, once for each venue. Options: {@code instruments}
 * such as {@code BTC-USD}; {@code exchange}, the class, by default {@code org.knowm.xchange.kraken.KrakenExchange};
 * {@code venue} in the names of instruments, by default {@code KRAKEN}; {@code interval-millis} between two calls;
 * {@code depth}; {@code trades}; {@code url} of another host that speaks the same; {@code metadata}, by default true:
 * first ask the venue what it trades, without which some of XChange's venues do not know the names of their pairs.
 *
 * <p>XChange blocks, so each feed has a thread of its own. What a venue trades may be many calls, so it is asked for on
 * another one: whoever takes longer than a minute is waited for again later, and never asked twice at a time. A call that fails makes everything SUSPECT and doubles the
 * time to the next one, up to a minute. Trades between two polls beyond those that the venue tells at once are missed.
 */
public final class XChangeFeed implements Feed {
    private static final Logger LOG = LoggerFactory.getLogger(XChangeFeed.class);
    private static final String NAME = "xchange";
    private static final long INTERVAL_MILLIS_LONGEST = 60_000;
    private static final int TRADES_KNOWN_MAX = 5_000;
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int METADATA_SECONDS_MAX = 60;

    private final Map<Instrument, CurrencyPair> pairs = new LinkedHashMap<>();
    private final Map<Instrument, Set<Long>> told = new LinkedHashMap<>();
    private volatile Set<Instrument> wanted = Set.of();
    private volatile boolean stopped;
    private int depth;
    private boolean trades;
    private boolean metadata;

    /** The venue's names being asked for, by the one thread that may; absent before and after. */
    private @Nullable FutureTask<Boolean> asking;

    private long intervalMillis;
    private Thread poller = new Thread();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start(FeedSink sink, FeedContext context) {
        FeedOptions options = context.options();
        options.only("exchange", "venue", "instruments", "interval-millis", "depth", "trades", "url", "metadata");
        String label = options.feed().startsWith(NAME + "-")
                ? options.feed().substring(NAME.length() + 1)
                : options.required("exchange").replaceAll(".*\\.", "").toLowerCase(Locale.ROOT);
        String venue = options.text("venue", label.toUpperCase(Locale.ROOT));
        depth = (int) options.number("depth", 25, 1, 250);
        trades = Boolean.parseBoolean(options.text("trades", "true"));
        metadata = Boolean.parseBoolean(options.text("metadata", "true"));
        intervalMillis = options.number("interval-millis", 1_000, 10, INTERVAL_MILLIS_LONGEST);
        String _ = options.required("instruments");
        for (String name : options.list("instruments")) {
            pairs.put(new Instrument(venue, name), pair(options, name));
        }
        Class<? extends Exchange> type = type(options, label);
        String url = options.text("url", "");
        wanted = Set.copyOf(pairs.keySet());
        sink.instruments(List.copyOf(pairs.keySet()));
        poller =
                Thread.ofPlatform().daemon().name("feed-" + options.feed()).start(() -> poll(type, url, sink, context));
    }

    private static CurrencyPair pair(FeedOptions options, String name) {
        String[] parts = name.split("-", -1);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw Require.refused(
                    "market-data.feed." + options.feed() + ".instruments", "BASE-QUOTE such as BTC-USD", name);
        }
        return new CurrencyPair(parts[0], parts[1]);
    }

    /** Every exchange of XChange lies in a package of its name and ends in {@code Exchange}. */
    private static Class<? extends Exchange> type(FeedOptions options, String label) {
        String byName = "org.knowm.xchange." + label + "."
                + label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1) + "Exchange";
        String wanted = options.text("exchange", byName);
        try {
            return Class.forName(wanted).asSubclass(Exchange.class);
        } catch (ClassNotFoundException | ClassCastException | LinkageError e) {
            throw Require.refused(
                    "market-data.feed." + options.feed() + ".exchange",
                    "an exchange of XChange on the class path",
                    wanted);
        }
    }

    @Override
    public void stop() {
        stopped = true;
        poller.interrupt();
    }

    @Override
    public boolean assigned(Set<Instrument> instruments) {
        wanted = instruments;
        return true;
    }

    private void poll(Class<? extends Exchange> type, String url, FeedSink sink, FeedContext context) {
        Exchange exchange = null;
        boolean ready = !metadata;
        boolean away = true;
        long pauseMillis = intervalMillis;
        while (!stopped) {
            try {
                exchange = exchange == null ? made(type, url) : exchange;
                if (!ready) {
                    learnNames(exchange, context.options().feed());
                    ready = true;
                }
                MarketDataService service = exchange.getMarketDataService();
                for (Instrument instrument : List.copyOf(wanted)) {
                    ask(service, instrument, sink, context);
                    if (away) {
                        sink.connected();
                        away = false;
                    }
                    pauseMillis = intervalMillis;
                    pause(pauseMillis);
                }
                if (wanted.isEmpty()) {
                    pause(pauseMillis);
                }
            } catch (IOException | RuntimeException e) {
                away = true;
                pauseMillis = Math.min(INTERVAL_MILLIS_LONGEST, 2 * pauseMillis);
                LOG.debug("event=venue_not_read feed={}", context.options().feed(), e);
                sink.interrupted(e.getClass().getSimpleName() + ": " + e.getMessage());
                pause(pauseMillis);
            }
        }
    }

    private static Exchange made(Class<? extends Exchange> type, String url) {
        ExchangeSpecification specification = new ExchangeSpecification(type);
        specification.setShouldLoadRemoteMetaData(false); // asked for on another thread
        specification.setHttpConnTimeout(TIMEOUT_MILLIS);
        specification.setHttpReadTimeout(TIMEOUT_MILLIS);
        if (!url.isEmpty()) {
            URI uri = URI.create(url);
            specification.setSslUri(url);
            specification.setHost(uri.getHost());
            specification.setPort(uri.getPort());
        }
        return ExchangeFactory.INSTANCE.createExchange(specification);
    }

    /** @throws IOException if the venue does not tell, or not in time; then it may be tried again */
    private void learnNames(Exchange exchange, String feed) throws IOException {
        FutureTask<Boolean> asked = asking;
        if (asked == null) {
            asked = new FutureTask<>(() -> {
                exchange.remoteInit();
                return true;
            });
            asking = asked;
            Thread _ = Thread.ofPlatform()
                    .daemon()
                    .name("feed-" + feed + "-metadata")
                    .start(asked);
        }
        try {
            boolean _ = asked.get(METADATA_SECONDS_MAX, TimeUnit.SECONDS);
            asking = null;
        } catch (TimeoutException e) {
            throw new IOException("metadata: expected within " + METADATA_SECONDS_MAX + " s, got nothing", e);
        } catch (ExecutionException e) {
            asking = null;
            throw new IOException("metadata: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // stopped
            throw new IOException("metadata: stopped", e);
        }
    }

    private void pause(long millis) {
        if (!stopped) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    private void ask(MarketDataService service, Instrument instrument, FeedSink sink, FeedContext context)
            throws IOException {
        CurrencyPair pair = Require.present("instrument", pairs.get(instrument));
        OrderBook book = service.getOrderBook(pair);
        long nowMillis = context.epochMillis().getAsLong();
        try {
            sink.snapshot(
                    instrument,
                    XChangeRows.bids(book, depth),
                    XChangeRows.asks(book, depth),
                    null,
                    book.getTimeStamp() == null
                            ? nowMillis
                            : book.getTimeStamp().getTime());
            if (trades) {
                fresh(instrument, XChangeRows.trades(service.getTrades(pair).getTrades(), nowMillis))
                        .forEach(trade -> sink.trade(instrument, trade));
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            sink.unparsed(Unparsed.NUMBER); // the book stays what it was, and grows old
            LOG.debug("event=venue_answer_refused instrument={}", instrument, e);
        }
    }

    private List<Trade> fresh(Instrument instrument, List<Trade> latest) {
        Set<Long> known = told.computeIfAbsent(instrument, _ -> new LinkedHashSet<>());
        List<Trade> fresh = new ArrayList<>();
        for (Trade trade : latest) {
            if (known.add(trade.id())) {
                fresh.add(trade);
            }
        }
        while (known.size() > TRADES_KNOWN_MAX) {
            known.remove(known.iterator().next());
        }
        return fresh;
    }
}
