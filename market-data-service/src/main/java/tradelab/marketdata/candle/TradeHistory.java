package tradelab.marketdata.candle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Price;
import tradelab.contracts.Require;
import tradelab.contracts.marketdata.Candle;
import tradelab.contracts.marketdata.Timeframe;
import tradelab.contracts.marketdata.Trade;

/**
 * The latest trades of one instrument and its candles in every frame.
 *
 * <p>A trade counts once, whatever comes twice. Trades may come out of order: open and close are those of the first and
 * last trade by venue time and id. What comes later than {@link #LATE_MILLIS_MAX} behind the newest, or is older than
 * everything that is kept to recognise repetitions, is refused and leaves a hole; so does every interruption that the
 * venue's latest trades do not bridge. A candle over a hole says that it is not complete, until the hole is filled.
 *
 * <p>Not thread-safe. Knows no clock.
 */
final class TradeHistory {
    /** How far behind the newest trade another one may come. */
    static final long LATE_MILLIS_MAX = 60_000;

    private final int tradesMax;
    private final ArrayDeque<Trade> tape = new ArrayDeque<>();
    private final Set<Long> ids = new HashSet<>();
    private final Map<Long, Long> filled = new HashMap<>(); // venue time by id of what a fill counted and may yet come
    private final Map<Timeframe, CandleSeries> series = new EnumMap<>(Timeframe.class);
    private final Holes holes = new Holes();
    private boolean begun;
    private boolean live;
    private long newestMillis;
    private long heardMillis;
    private long sequence;

    /** What became of a trade. */
    enum Taken {
        TAKEN,
        KNOWN,
        LATE
    }

    TradeHistory(int tradesMax, int candlesMax) {
        this.tradesMax = tradesMax;
        for (Timeframe frame : Timeframe.values()) {
            series.put(frame, new CandleSeries(frame, candlesMax));
        }
    }

    /** Takes in one trade that has just happened. */
    Taken executed(Trade trade, long nowMillis) {
        heardMillis = nowMillis;
        if (isKnown(trade)) {
            return Taken.KNOWN;
        }
        if (!begun) {
            begin(trade.venueEpochMillis(), Set.of());
        }
        long millis = trade.venueEpochMillis();
        if (isLate(millis)) {
            if (millis > holes.before()) {
                hole(millis, millis);
            }
            return Taken.LATE;
        }
        long before = newestMillis;
        take(trade);
        if (!live) {
            hole(Math.min(before, millis), millis);
            live = true;
        }
        return Taken.TAKEN;
    }

    private boolean isKnown(Trade trade) {
        return ids.contains(trade.id()) || filled.containsKey(trade.id());
    }

    private boolean isLate(long millis) {
        return !tape.isEmpty()
                && (begun && millis <= holes.before()
                        || millis < newestMillis - LATE_MILLIS_MAX
                        || tape.size() == tradesMax && millis < tape.getFirst().venueEpochMillis());
    }

    /**
     * Takes in what a subscription starts with: the venue's latest trades, oldest first. Returns those that are new.
     *
     * <p>If one of them is known, nothing was missed since; else what happened between is a hole.
     */
    List<Trade> latest(List<Trade> trades, long nowMillis) {
        heardMillis = nowMillis;
        boolean bridged = trades.stream().anyMatch(trade -> ids.contains(trade.id()));
        List<Trade> fresh = trades.stream()
                .filter(trade -> !isKnown(trade) && !isLate(trade.venueEpochMillis()))
                .sorted(Comparator.comparingLong(Trade::venueEpochMillis).thenComparingLong(Trade::id))
                .toList();
        long first = fresh.isEmpty() ? nowMillis : fresh.getFirst().venueEpochMillis();
        long before = newestMillis;
        fresh.forEach(this::take);
        if (!begun) {
            begin(first, idsAt(first, first));
        } else if (!bridged) {
            hole(Math.min(before, first), first);
        }
        live = true;
        return fresh;
    }

    /** Says that trades may be missing from now on, until one or a subscription's first ones come. */
    void interrupted() {
        live = false;
    }

    private void begin(long firstMillis, Set<Long> known) {
        begun = true;
        live = true;
        newestMillis = Math.max(newestMillis, firstMillis);
        holes.before(firstMillis - 1);
        holes.add(new Holes.Hole(firstMillis, firstMillis, known));
    }

    private void hole(long fromMillis, long toMillis) {
        holes.add(new Holes.Hole(fromMillis, toMillis, idsAt(fromMillis, toMillis)));
    }

    private Set<Long> idsAt(long oneMillis, long otherMillis) {
        return tape.stream()
                .filter(trade -> trade.venueEpochMillis() == oneMillis || trade.venueEpochMillis() == otherMillis)
                .map(Trade::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    private void take(Trade trade) {
        tape.addLast(trade);
        var _ = ids.add(trade.id());
        if (tape.size() > tradesMax) {
            var _ = ids.remove(tape.removeFirst().id());
        }
        sequence++;
        newestMillis = Math.max(newestMillis, trade.venueEpochMillis());
        holes.counted(trade.venueEpochMillis(), trade.id());
        count(trade);
    }

    private void count(Trade trade) {
        for (CandleSeries one : series.values()) {
            one.trade(
                    trade.venueEpochMillis(),
                    trade.id(),
                    trade.price().units(),
                    trade.amount().units());
        }
    }

    /** Returns a span whose trades should be fetched from the venue. */
    Optional<Holes.Hole> hole() {
        return holes.first()
                .map(first -> isBeginning(first) && !isAligned()
                        // our own trades shall begin with a minute, so that the venue's candles of minutes end there
                        ? new Holes.Hole(Timeframe.M1.start(first.fromMillis()), first.toMillis(), first.known())
                        : first);
    }

    private boolean isBeginning(Holes.Hole hole) {
        return hole.fromMillis() <= holes.before() + 1;
    }

    private boolean isAligned() {
        return begun && holes.before() + 1 == Timeframe.M1.start(holes.before() + 1);
    }

    /** Takes in every trade of a hole, which {@link #hole} returned. */
    void fill(Holes.Hole hole, List<Trade> trades) {
        Optional<Holes.Hole> first = holes.first();
        if (first.isEmpty() || first.get().toMillis() != hole.toMillis()) {
            return; // given up meanwhile
        }
        Set<Long> counted = first.get().known();
        for (Trade trade : trades) {
            if (hole.holds(trade.venueEpochMillis()) && counted.add(trade.id())) {
                holes.counted(trade.venueEpochMillis(), trade.id()); // holes may overlap
                count(trade);
                var _ = filled.put(trade.id(), trade.venueEpochMillis());
            }
        }
        var _ = filled.values().removeIf(millis -> millis < newestMillis - LATE_MILLIS_MAX);
        if (isBeginning(hole)) {
            holes.before(Math.min(holes.before(), hole.fromMillis() - 1));
        }
        holes.remove(first.get());
    }

    /** Returns where our own trades begin, which is the start of a minute; empty while that is not so. */
    Optional<Long> begins() {
        return isAligned() ? Optional.of(holes.before() + 1) : Optional.empty();
    }

    boolean covers(Timeframe frame, long fromMillis) {
        return holes.before() < fromMillis || of(frame).covers(fromMillis);
    }

    /** Takes in what the venue tells of the time before our own trades; see {@link CandleSeries#seed}. */
    void seed(Timeframe frame, long fromMillis, List<VenueCandle> closed, List<VenueCandle> parts) {
        begins().ifPresent(until -> of(frame).seed(fromMillis, until, closed, parts));
    }

    List<Candle> candles(Timeframe frame, long end, int limit, boolean fill, long nowMillis) {
        return of(frame).select(end, limit, fill, nowMillis, this::missing);
    }

    private boolean missing(long fromMillis, long untilMillis) {
        return holes.within(fromMillis, untilMillis) || !live && untilMillis > newestMillis;
    }

    /** Returns whether every trade since {@code fromMillis} is counted. */
    boolean isComplete(long fromMillis) {
        return live && !holes.within(fromMillis, Long.MAX_VALUE);
    }

    /** Returns the mean price by amount of the trades since the frame of {@code fromMillis} began. */
    @Nullable
    Price vwap(Timeframe frame, long fromMillis) {
        return of(frame).vwap(frame.start(fromMillis));
    }

    long volume(Timeframe frame, long fromMillis) {
        return of(frame).volume(frame.start(fromMillis));
    }

    private CandleSeries of(Timeframe frame) {
        return Require.present("timeframe", series.get(frame));
    }

    /** Returns the latest trades in reverse order of their coming. */
    List<Trade> trades(int limit) {
        List<Trade> latest = new ArrayList<>(Math.min(limit, tape.size()));
        Iterator<Trade> newestFirst = tape.descendingIterator();
        while (newestFirst.hasNext() && latest.size() < limit) {
            latest.add(newestFirst.next());
        }
        return latest;
    }

    /** Returns how many trades were taken in. */
    long sequence() {
        return sequence;
    }

    long heardMillis() {
        return heardMillis;
    }

    boolean live() {
        return live;
    }
}
