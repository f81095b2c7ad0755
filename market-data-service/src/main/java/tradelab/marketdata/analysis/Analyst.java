package tradelab.marketdata.analysis;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.Require;
import tradelab.contracts.ServiceException;
import tradelab.contracts.marketdata.AnalysisAnswer;
import tradelab.contracts.marketdata.AnalysisRequest;
import tradelab.contracts.marketdata.Candle;
import tradelab.contracts.marketdata.CandleRequest;
import tradelab.contracts.marketdata.Candles;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.marketdata.Quote.Validity;
import tradelab.contracts.marketdata.Ticker;
import tradelab.contracts.marketdata.Timeframe;
import tradelab.marketdata.cache.Freshness;
import tradelab.marketdata.cache.QuoteCache;
import tradelab.marketdata.candle.TradeMeans;
import tradelab.marketdata.replica.Market;

/**
 * Answers what follows from quotes and trades. Parses and counts the cost before it fetches anything; computes off the
 * event loop. Thread-safe.
 */
public final class Analyst {
    private static final int POINTS_DEFAULT = 500;

    private final Vertx vertx;
    private final QuoteCache quotes;
    private final Market market;
    private final LongSupplier epochMillis;
    private final LongAdder evaluated = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder steps = new LongAdder();
    private final LongAdder tickers = new LongAdder();

    /** What one expression is made of. */
    private record Input(
            Instrument instrument, Optional<Quote> quote, Optional<Candles> candles, Optional<TradeMeans> means) {}

    public Analyst(Vertx vertx, QuoteCache quotes, Market market, LongSupplier epochMillis) {
        this.vertx = vertx;
        this.quotes = quotes;
        this.market = market;
        this.epochMillis = epochMillis;
    }

    /** Puts the counters on the scrape. */
    public void bind(MeterRegistry meters) {
        bind(meters, "analysis.expressions", "Expressions by result", evaluated, "result", "evaluated");
        bind(meters, "analysis.expressions", "Expressions by result", refused, "result", "refused");
        bind(meters, "analysis.steps", "Cost of the expressions that were evaluated", steps);
        bind(meters, "analysis.tickers", "Tickers computed", tickers);
    }

    private static void bind(MeterRegistry meters, String name, String help, LongAdder adder, String... tags) {
        var _ = FunctionCounter.builder(name, adder, LongAdder::doubleValue)
                .description(help)
                .tags(tags)
                .register(meters);
    }

    /** Returns the ticker; fails with NOT_FOUND for an instrument that nobody feeds. */
    public Future<Ticker> ticker(Instrument instrument) {
        return market.tickerElsewhere(instrument).orElseGet(() -> tickerHere(instrument));
    }

    /** Returns the ticker; fails with NOT_FOUND for an instrument that is not fed here. */
    public Future<Ticker> tickerHere(Instrument instrument) {
        tickers.increment();
        return means(instrument).compose(means -> quote(instrument).map(quote -> Tickers.of(quote, means)));
    }

    private Future<TradeMeans> means(Instrument instrument) {
        return known(instrument, market.means(instrument));
    }

    private Future<Quote> quote(Instrument instrument) {
        return market.quote(instrument);
    }

    private <T> Future<T> known(Instrument instrument, Future<Optional<T>> answer) {
        return answer.compose(value -> value.map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(quotes.unknown(instrument.toString()))));
    }

    /** Evaluates every expression; one that cannot be is a result with an error. Together they cost no more than one may. */
    public Future<AnalysisAnswer> analyse(AnalysisRequest request) {
        List<Future<AnalysisAnswer.Result>> results = new ArrayList<>();
        long left = Cost.STEPS_MAX;
        for (String text : request.expressions()) {
            try {
                Expression expression = ExpressionParser.parse(text);
                Cost cost = Cost.of(expression, points(request));
                left -= cost.steps();
                if (left < 0) {
                    throw new IllegalArgumentException(
                            "expressions: expected at most " + Cost.STEPS_MAX + " steps together, got more");
                }
                results.add(evaluate(expression, cost, request).recover(cause -> failed(text, cause)));
            } catch (IllegalArgumentException e) {
                results.add(failed(text, new ServiceException(FailureKind.INVALID_REQUEST, e)));
            }
        }
        return Future.all(results).map(all -> new AnalysisAnswer(all.<AnalysisAnswer.Result>list()));
    }

    private Future<AnalysisAnswer.Result> failed(String text, Throwable cause) {
        ServiceException failure = ServiceException.of(cause);
        if (failure.kind() == FailureKind.INTERNAL) {
            return Future.failedFuture(cause);
        }
        refused.increment();
        String shown = text.length() <= ExpressionParser.LENGTH_MAX ? text : text.substring(0, 100) + "…";
        AnalysisAnswer.Result result =
                AnalysisAnswer.Result.failed(shown, failure.kind(), String.valueOf(failure.getMessage()));
        return Future.succeededFuture(result);
    }

    private static int points(AnalysisRequest request) {
        Integer points = request.points();
        return points == null ? POINTS_DEFAULT : points;
    }

    private Future<AnalysisAnswer.Result> evaluate(Expression expression, Cost cost, AnalysisRequest request) {
        int points = points(request);
        Leaves leaves = Leaves.of(expression);
        Timeframe frame = leaves.timeframe();
        long end = frame == null ? 0 : frame.end(frame.start(epochMillis.getAsLong()));
        List<Future<Input>> inputs = new ArrayList<>();
        for (Instrument instrument : cost.instruments()) {
            Future<Optional<Candles>> candles = wanted(
                    leaves.series().contains(instrument) && frame != null,
                    () -> known(
                            instrument,
                            market.candles(
                                    new CandleRequest(
                                            instrument,
                                            Require.present("timeframe", frame),
                                            points,
                                            market.hasMarketClock(instrument) ? null : Long.valueOf(end),
                                            true),
                                    request.maxAgeMillis())));
            Future<Optional<Quote>> quote = wanted(leaves.quotes().contains(instrument), () -> quote(instrument));
            Future<Optional<TradeMeans>> means = wanted(leaves.means().contains(instrument), () -> means(instrument));
            inputs.add(Future.all(candles, quote, means)
                    .map(_ -> new Input(instrument, quote.result(), candles.result(), means.result())));
        }
        return Future.all(inputs)
                .compose(all -> vertx.executeBlocking(
                        () -> result(expression, frame, end, points, all.<Input>list(), request), false))
                .map(done -> Require.present("result", done))
                .onSuccess(_ -> {
                    evaluated.increment();
                    steps.add(cost.steps());
                });
    }

    private static <T> Future<Optional<T>> wanted(boolean wanted, Supplier<Future<T>> fetch) {
        return wanted ? fetch.get().map(Optional::of) : Future.succeededFuture(Optional.empty());
    }

    private AnalysisAnswer.Result result(
            Expression expression,
            @Nullable Timeframe frame,
            long end,
            int points,
            List<Input> inputs,
            AnalysisRequest request) {
        Seen seen = Seen.of(inputs, epochMillis.getAsLong());
        Long maxAgeMillis = request.maxAgeMillis();
        if (maxAgeMillis != null && !Freshness.fresh(seen.validity(), seen.ageMillis(), maxAgeMillis)) {
            throw new ServiceException(
                    FailureKind.CONFLICT,
                    "expression: expected LIVE and at most " + maxAgeMillis + " ms old, got " + seen.validity()
                            + " and " + seen.ageMillis() + " ms");
        }
        double[] values = new Evaluation(new Fetched(inputs, frame, end(inputs, frame, end), points)).of(expression);
        return new AnalysisAnswer.Result(
                expression.toString(),
                value(values[values.length - 1]),
                latest(values, expression.isSeries() ? request.values() : null),
                frame,
                inputs.stream().map(Input::instrument).toList(),
                seen.validity(),
                seen.complete(),
                seen.receiveEpochMillis(),
                seen.ageMillis(),
                null,
                null);
    }

    /** Series end together: with the frame that is the current one of the venue whose clock is behind. */
    private static long end(List<Input> inputs, @Nullable Timeframe frame, long wallEnd) {
        if (frame == null) {
            return wallEnd;
        }
        return inputs.stream()
                .flatMap(input -> input.candles().stream())
                .filter(candles -> !candles.candles().isEmpty())
                .mapToLong(candles -> frame.end(candles.candles().getLast().startEpochMillis()))
                .min()
                .orElse(wallEnd);
    }

    private static @Nullable List<Double> latest(double[] values, @Nullable Integer wanted) {
        if (wanted == null || wanted == 0) {
            return null;
        }
        List<Double> latest = new ArrayList<>();
        for (int i = values.length - 1; i >= 0 && latest.size() < wanted && !Double.isNaN(values[i]); i--) {
            latest.add(values[i]);
        }
        return latest.reversed();
    }

    private static @Nullable Double value(double value) {
        return Double.isNaN(value) ? null : Double.valueOf(value);
    }

    /** The oldest and least valid thing of all. */
    private record Seen(long receiveEpochMillis, Validity validity, boolean complete, long ageMillis) {
        static Seen of(List<Input> inputs, long nowEpochMillis) {
            long received = inputs.isEmpty() ? nowEpochMillis : Long.MAX_VALUE;
            Validity validity = Validity.LIVE;
            boolean complete = true;
            for (Input input : inputs) {
                if (input.quote().isPresent()) {
                    Quote quote = input.quote().get();
                    received = Math.min(received, quote.receiveEpochMillis());
                    validity = worse(validity, quote.validity());
                }
                if (input.candles().isPresent()) {
                    Candles candles = input.candles().get();
                    received = Math.min(received, candles.receiveEpochMillis());
                    validity = worse(validity, candles.live() ? Validity.LIVE : Validity.SUSPECT);
                    complete &= candles.candles().stream().allMatch(Candle::complete);
                }
                if (input.means().isPresent()) {
                    TradeMeans means = input.means().get();
                    received = Math.min(received, means.receiveEpochMillis());
                    validity = worse(validity, means.live() ? Validity.LIVE : Validity.SUSPECT);
                    complete &= means.rollingComplete();
                }
            }
            return new Seen(received, validity, complete, Freshness.age(received, nowEpochMillis));
        }

        private static Validity worse(Validity a, Validity b) {
            return a.ordinal() >= b.ordinal() ? a : b;
        }
    }

    /** Values of leaves from what was fetched: one array for each leaf, aligned by time. */
    private static final class Fetched implements Evaluation.Inputs {
        private final Map<Instrument, Input> inputs = new HashMap<>();
        private final Map<Expression.Leaf, double[]> made = new HashMap<>();
        private final @Nullable Timeframe frame;
        private final long end;
        private final int points;

        Fetched(List<Input> inputs, @Nullable Timeframe frame, long end, int points) {
            inputs.forEach(input -> this.inputs.put(input.instrument(), input));
            this.frame = frame;
            this.end = end;
            this.points = points;
        }

        @Override
        public double[] series(Expression.Leaf leaf) {
            return made.computeIfAbsent(leaf, this::aligned);
        }

        private double[] aligned(Expression.Leaf leaf) {
            double[] values = new double[points];
            Arrays.fill(values, Double.NaN);
            Candles candles = input(leaf).candles().orElseThrow();
            Timeframe step = Require.present("timeframe", frame);
            long start = step.back(end, 1);
            int at = points - 1;
            for (Candle candle : candles.candles().reversed()) {
                while (at >= 0 && start > candle.startEpochMillis()) {
                    start = step.back(start, 1);
                    at--;
                }
                if (at >= 0 && start == candle.startEpochMillis()) {
                    values[at] = field(leaf.field(), candle);
                }
            }
            return values;
        }

        private static double field(Field field, Candle candle) {
            Price vwap = candle.vwap();
            return switch (field) {
                case OPEN -> number(candle.open());
                case HIGH -> number(candle.high());
                case LOW -> number(candle.low());
                case CLOSE -> number(candle.close());
                case VOLUME -> (double) candle.volume().units() / Decimals.ONE;
                case VWAP -> number(vwap == null && candle.volume().units() == 0 ? candle.close() : vwap);
                case MID, SPREAD, IMBALANCE, LAST, BID, ASK -> Double.NaN;
            };
        }

        @Override
        public double scalar(Expression.Leaf leaf) {
            Input input = input(leaf);
            if (leaf.field() == Field.VWAP) {
                return number(input.means().orElseThrow().rollingVwap());
            }
            Quote quote = input.quote().orElseThrow();
            return switch (leaf.field()) {
                case MID -> number(Tickers.mid(quote));
                case SPREAD -> number(Tickers.spread(quote));
                case IMBALANCE -> {
                    Double imbalance = Tickers.imbalance(quote);
                    yield imbalance == null ? Double.NaN : imbalance;
                }
                case LAST -> number(quote.last());
                case BID -> number(quote.bid());
                case ASK -> number(quote.ask());
                case OPEN, HIGH, LOW, CLOSE, VOLUME, VWAP -> Double.NaN;
            };
        }

        private Input input(Expression.Leaf leaf) {
            return Require.present("instrument", inputs.get(leaf.instrument()));
        }

        private static double number(@Nullable Price price) {
            return price == null ? Double.NaN : (double) price.units() / Decimals.ONE;
        }
    }

    /** Returns the answer of a single expression, or what it failed with. */
    public Future<AnalysisAnswer.Result> analyseOne(AnalysisRequest request) {
        return analyse(request).compose(answer -> {
            AnalysisAnswer.Result result = answer.results().getFirst();
            return result.error() == null
                    ? Future.succeededFuture(result)
                    : Future.failedFuture(new ServiceException(
                            FailureKind.valueOf(result.error()), String.valueOf(result.message())));
        });
    }
}
