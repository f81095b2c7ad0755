package tradelab.trading.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Price;
import tradelab.contracts.trading.OrderStatus;
import tradelab.contracts.trading.OrderView;
import tradelab.trading.ledger.Entry;
import tradelab.trading.ledger.Law;
import tradelab.trading.ledger.LedgerCheck;
import tradelab.trading.ledger.Verdict;
import tradelab.trading.ledger.Violation;
import tradelab.trading.order.VenueFill;
import tradelab.trading.simulation.Step.Kind;

/**
 * A random life of a {@link World}, all of it drawn from one seed: which faults there are and how often, what happens when,
 * and how time goes. Then the faults end, the world must come to rest, and its ledgers are checked.
 */
final class Simulation {
    private static final int ORDERS = 40;
    private static final int STEPS = 1_000;
    private static final int ROUNDS_MAX = 600;
    /** Whoever owns the partition in the end has read the venue's records. */
    private static final int ROUNDS_MIN = 2;

    private static final long DAY_MILLIS = 86_400_000L;
    private static final long MIDNIGHT = 20_700 * DAY_MILLIS;

    /** How a life ended. */
    record Outcome(
            long seed,
            int steps,
            int faults,
            long acknowledged,
            long hash,
            @Nullable String broken) {}

    private final long seed;
    private final Random random;
    private final World world;
    private final Map<Kind, Integer> weights = new EnumMap<>(Kind.class);
    private final List<Step> trace = new ArrayList<>();
    private int faults;

    private Simulation(long seed, @Nullable Bug bug) {
        this.seed = seed;
        this.random = new Random(seed);
        int batchMax = List.of(1, 1, 3, 8).get(random.nextInt(4));
        int callsPerMinute = List.of(10, 10, 30, 90).get(random.nextInt(4));
        this.world = new World(Setup.wide(ORDERS, batchMax, callsPerMinute, bug), MIDNIGHT - random.nextInt(60_000));
        world.historyMillis = random.nextInt(2) == 0 ? 5_000 : 0;
        for (Kind kind : Kind.values()) {
            weights.put(kind, weight(kind));
        }
    }

    /** Every seed has another mix of faults; some kinds never occur in it. */
    private int weight(Kind kind) {
        return switch (kind) {
            case SUBMIT -> 200;
            case CANCEL -> 40;
            case PREPARE, SEND, CALL_ANSWERED, TOLD -> 200;
            case LOG_APPLIES, LOG_ANSWERS, CALL_ARRIVES -> 300;
            case EXECUTION -> 60;
            case READ_BEGINS -> 40;
            case READ_ENDS -> 100;
            case READ_GOES_ON -> 1_000;
            case LOG_ANSWER_LOST, ANSWER_LOST, TURNED_AWAY, TOLD_TWICE, NOT_TOLD ->
                random.nextInt(3) == 0 ? 0 : random.nextInt(80);
            case CRASH, PAUSE -> random.nextInt(3) == 0 ? 0 : random.nextInt(12);
            case WAKE -> 4;
            case START -> 20;
            case STOP_TRADING -> random.nextInt(3) == 0 ? 2 : 0;
            case FENCED -> 0;
        };
    }

    /** Lives through one seed. */
    static Outcome run(long seed, @Nullable Bug bug) {
        return new Simulation(seed, bug).run();
    }

    /** Lives through one seed and returns what happened, a line each. */
    static List<String> trace(long seed, @Nullable Bug bug) {
        Simulation simulation = new Simulation(seed, bug);
        Outcome outcome = simulation.run();
        List<String> lines = new ArrayList<>();
        simulation.trace.forEach(step -> lines.add(step.toString()));
        lines.add(outcome.toString());
        return lines;
    }

    private Outcome run() {
        String broken = null;
        try {
            for (int i = 0; i < STEPS; ) {
                pass();
                Step step = choose();
                happen(step);
                i += step.kind() == Kind.READ_GOES_ON ? 0 : 1; // a reading is one thing, however many pieces it has
            }
            heal();
            check();
        } catch (Broken e) {
            broken = e.getMessage();
        } catch (IllegalStateException | IndexOutOfBoundsException e) {
            if (world.setup.bug() == null) {
                throw new IllegalStateException("seed " + seed, e);
            }
            broken = e.toString();
        }
        long acknowledged = 0;
        for (boolean yes : world.clients.acknowledged) {
            acknowledged += yes ? 1 : 0;
        }
        long hash = 31L * trace.hashCode() + world.log.rows.toString().hashCode();
        return new Outcome(seed, trace.size(), faults, acknowledged, hash, broken);
    }

    private void pass() {
        int luck = random.nextInt(200);
        boolean concludes = false;
        for (Gateway gateway : world.gateways) {
            concludes |= gateway != null && !gateway.paused && gateway.reading.isConcluding();
        }
        int most = concludes ? 5 : luck < 140 ? 20 : luck < 190 ? 300 : luck < 199 ? 3_000 : 20_000;
        world.now += random.nextInt(most);
    }

    private Step choose() {
        List<Step> steps = world.enabled();
        Map<Kind, List<Step>> byKind = new EnumMap<>(Kind.class);
        for (Step step : steps) {
            byKind.computeIfAbsent(step.kind(), _ -> new ArrayList<>()).add(step);
        }
        if (world.gateways[0] == null && world.gateways[1] == null) {
            return Step.of(Kind.START, random.nextInt(2));
        }
        int sum = 0;
        for (Kind kind : byKind.keySet()) {
            sum += weightNow(kind);
        }
        int left = random.nextInt(Math.max(1, sum));
        for (Map.Entry<Kind, List<Step>> kind : byKind.entrySet()) {
            left -= weightNow(kind.getKey());
            if (left < 0) {
                return varied(kind.getValue().get(random.nextInt(kind.getValue().size())));
            }
        }
        return steps.getFirst();
    }

    /** Somebody takes over soon from an owner that sleeps. */
    private int weightNow(Kind kind) {
        boolean sleeps = false;
        for (Gateway gateway : world.gateways) {
            sleeps |= gateway != null && gateway.paused;
        }
        return weights.getOrDefault(kind, 0) * (kind == Kind.START && sleeps ? 10 : 1);
    }

    /** What the list of possible steps does not tell apart: late duplicates, wrong bodies, refusals, broken answers. */
    private Step varied(Step step) {
        int luck = random.nextInt(20);
        return switch (step.kind()) {
            case SUBMIT ->
                luck == 0
                        ? new Step(Kind.SUBMIT, random.nextInt(ORDERS), step.b())
                        : luck == 1 ? new Step(Kind.SUBMIT, step.a(), step.b() + 2) : step;
            case CALL_ARRIVES -> new Step(step.kind(), step.a(), luck < 2 ? 1 : 0);
            case CALL_ANSWERED -> new Step(step.kind(), step.a(), luck < 8 ? 1 + random.nextInt(3) : 0);
            case EXECUTION -> new Step(step.kind(), step.a(), luck % 2);
            default -> step;
        };
    }

    private void happen(Step step) {
        trace.add(step);
        switch (step.kind()) {
            case LOG_ANSWER_LOST, ANSWER_LOST, TURNED_AWAY, TOLD_TWICE, NOT_TOLD, CRASH, PAUSE, STOP_TRADING ->
                faults++;
            default -> {}
        }
        world.apply(step);
    }

    /** The faults end. Everything that was begun must come to an end. */
    private void heal() {
        world.historyMillis = 0;
        for (int g = 0; g < 2; g++) {
            Gateway gateway = world.gateways[g];
            if (gateway != null && gateway.epoch != world.log.epoch) {
                happen(Step.of(Kind.CRASH, g));
            } else if (gateway != null && gateway.paused) {
                happen(Step.of(Kind.WAKE, g));
            }
        }
        for (int round = 0; round < ROUNDS_MAX && (round < ROUNDS_MIN || !atRest()); round++) {
            if (world.gateways[0] == null && world.gateways[1] == null) {
                happen(Step.of(Kind.START, 0));
            }
            for (Kind kind : List.of(
                    Kind.SUBMIT,
                    Kind.LOG_APPLIES,
                    Kind.LOG_ANSWERS,
                    Kind.PREPARE,
                    Kind.LOG_APPLIES,
                    Kind.LOG_ANSWERS,
                    Kind.SEND,
                    Kind.CALL_ARRIVES,
                    Kind.CALL_ANSWERED,
                    Kind.ANSWER_LOST,
                    Kind.TOLD,
                    Kind.READ_BEGINS,
                    Kind.READ_ENDS,
                    Kind.READ_GOES_ON,
                    Kind.LOG_APPLIES,
                    Kind.LOG_ANSWERS)) {
                all(kind);
            }
            world.now += 1_000;
        }
    }

    /** Makes everything of this kind happen that can; an answer that can come is not lost. */
    private void all(Kind kind) {
        for (int guard = 0; guard < 1_000; guard++) {
            List<Step> steps = world.enabled().stream()
                    .filter(step -> step.kind() == kind)
                    .filter(step -> kind != Kind.ANSWER_LOST
                            || (world.calls.get(step.a()) instanceof World.NetworkCall call
                                    && call.done() == null
                                    && world.now - call.sentMillis()
                                            > world.setup.times().callMax()))
                    .toList();
            if (steps.isEmpty()) {
                return;
            }
            happen(steps.getFirst());
            if (kind == Kind.SEND || kind == Kind.READ_BEGINS || kind == Kind.READ_ENDS) {
                return;
            }
        }
    }

    private boolean atRest() {
        for (boolean acknowledged : world.clients.acknowledged) {
            if (!acknowledged) {
                return false;
            }
        }
        for (SimulatedLog.Row row : world.log.rows.values()) {
            OrderView view = row.view();
            boolean rests = view.status() == OrderStatus.ACTIVE || view.status() == OrderStatus.PARTIAL;
            if (!view.status().isFinal() && (!rests || view.cancelRequested())) {
                return false;
            }
        }
        return world.calls.isEmpty() && isFaithful() == null;
    }

    /** Returns the first order of which the log says something else than the venue, or null. */
    private @Nullable String isFaithful() {
        for (SimulatedVenue.Placed placed : world.venue.orders.values()) {
            SimulatedLog.Row row = world.log.rows.get(placed.cid());
            if (row == null
                    || row.view().filled().units() != placed.executed()
                    || !agree(row.view().status(), placed)) {
                return "venue " + placed + ", log " + (row == null ? "nothing" : row.view());
            }
        }
        return null;
    }

    private static boolean agree(OrderStatus status, SimulatedVenue.Placed placed) {
        return switch (placed.state()) {
            case OPEN -> status == (placed.executed() > 0 ? OrderStatus.PARTIAL : OrderStatus.ACTIVE);
            case FILLED -> status == OrderStatus.FILLED;
            case CANCELED -> status == OrderStatus.CANCELED;
            case REJECTED -> status == OrderStatus.REJECTED;
        };
    }

    /** Holds the ledgers of all three against each other. */
    private void check() {
        for (Gateway gateway : world.gateways) {
            if (gateway != null) {
                gateway.waiting.values().forEach(calls -> calls.forEach(world.clients::unanswered));
            }
        }
        Verdict verdict = LedgerCheck.of(entries());
        if (!verdict.holds()) {
            Violation first = verdict.violations().getFirst();
            throw new Broken(
                    first.law(), first.order() + " " + first.detail() + "\n" + String.join("\n", first.timeline()));
        }
        String unfaithful = isFaithful();
        Broken.unless(unfaithful == null, Law.FILLS_AGREE, String.valueOf(unfaithful));
    }

    private List<Entry> entries() {
        List<Entry> entries =
                new ArrayList<>(world.clients.history.stream().distinct().toList());
        entries.addAll(world.log.events);
        entries.addAll(world.venue.history);
        Entry.Kill stop = world.stop();
        if (stop != null) {
            // once by what its answer named and the time, once by what was to be sent before it
            entries.add(new Entry.Kill(null, null, null, stop.inFlight(), null, stop.atMillis()));
            entries.add(new Entry.Kill(null, null, null, List.of(), stop.through(), stop.atMillis()));
        }
        entries.add(new Entry.CallLimit(world.setup.callsPerMinute(), 60_000));
        for (SimulatedLog.Row row : world.log.rows.values()) {
            OrderView view = row.view();
            entries.add(new Entry.Order(
                    view.orderId(),
                    view.account(),
                    view.clientOrderId(),
                    view.instrument().toString(),
                    Long.toString(row.cid()),
                    view.venueOrderId(),
                    view.amount(),
                    view.filled(),
                    view.status(),
                    row.request().mustReduce() ? 1 : 0,
                    view.updatedEpochMillis()));
        }
        for (VenueFill fill : world.log.fills.values()) {
            entries.add(new Entry.Fill(
                    Long.toString(fill.tradeId()),
                    world.log.rows.get(fill.cid()) instanceof SimulatedLog.Row row
                            ? row.view().orderId()
                            : "",
                    new Price(fill.price()),
                    new Amount(fill.amount()),
                    fill.atMillis()));
        }
        entries.sort(Comparator.comparingLong(Entry::atMillis));
        return entries;
    }
}
