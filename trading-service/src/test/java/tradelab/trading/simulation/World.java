package tradelab.trading.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.trading.ledger.Entry;
import tradelab.trading.ledger.Law;
import tradelab.trading.order.ClientIds;
import tradelab.trading.order.VenueFill;
import tradelab.trading.order.VenueReport;
import tradelab.trading.pace.Pace;
import tradelab.trading.simulation.Step.Kind;
import tradelab.trading.venue.OperationResult;
import tradelab.trading.venue.VenueRecords;

/**
 * Clients, two gateways that may own one partition, its log, the venue, and the network between them. Nothing happens by
 * itself: {@link #apply} makes one {@link Step} happen, and whoever calls it decides which. The same steps lead to the same
 * world.
 */
final class World {
    static final int GATEWAYS = 2;
    private static final int ALL = (1 << GATEWAYS) - 1;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** A call between a gateway and the venue. {@code done} is what the venue made of it, once it has arrived. */
    record NetworkCall(
            int gateway,
            long epoch,
            Gateway.Batch batch,
            long sentMillis,
            @Nullable List<SimulatedVenue.Done> done) {}

    final Setup setup;
    final SimulatedLog log;
    final SimulatedVenue venue;
    final Clients clients;
    final @Nullable Gateway[] gateways = new Gateway[GATEWAYS];
    final TreeMap<Integer, NetworkCall> calls = new TreeMap<>();
    final Map<Kind, Integer> used = new HashMap<>();
    private final Pace[] paces = new Pace[GATEWAYS];
    private final Set<Long> inFlightAtStop = new HashSet<>();
    private Entry.@Nullable Kill stop;
    private int callNumber;
    private int lost;
    long now;

    /** The venue tells closed orders for so long only; 0: for ever. */
    long historyMillis;

    World(Setup setup, long now) {
        this(setup, new SimulatedLog(setup), new SimulatedVenue(setup), new Clients(setup));
        this.now = now;
    }

    private World(Setup setup, SimulatedLog log, SimulatedVenue venue, Clients clients) {
        this.setup = setup;
        this.log = log;
        this.venue = venue;
        this.clients = clients;
    }

    /** Returns this world after {@code step}; this one stays as it is. */
    World after(Step step) {
        World next = copy(step);
        next.apply(step);
        return next;
    }

    /** Returns an independent copy, which shares the gateways that {@code step} does not touch. */
    private World copy(Step step) {
        World copy = new World(setup, log.copy(), venue.copy(), clients.copy());
        int touched = touched(step);
        for (int i = 0; i < GATEWAYS; i++) {
            Gateway gateway = gateways[i];
            // one that is not the owner may be forgotten by whatever happens
            boolean shared = gateway == null || ((touched >> i & 1) == 0 && Reduction.isOwner(this, gateway));
            copy.gateways[i] = shared ? gateway : gateway.copy();
        }
        copy.calls.putAll(calls);
        copy.used.putAll(used);
        copy.inFlightAtStop.addAll(inFlightAtStop);
        copy.stop = stop;
        copy.callNumber = callNumber;
        copy.lost = lost;
        copy.now = now;
        return copy;
    }

    /** Returns the gateways that can change by {@code step}, a bit each. */
    private int touched(Step step) {
        return switch (step.kind()) {
            case SUBMIT -> 1 << step.b() % GATEWAYS;
            case CANCEL -> 1 << step.b();
            case PREPARE,
                    SEND,
                    LOG_APPLIES,
                    LOG_ANSWERS,
                    LOG_ANSWER_LOST,
                    READ_BEGINS,
                    READ_ENDS,
                    READ_GOES_ON,
                    CRASH,
                    FENCED -> 1 << step.a();
            case CALL_ANSWERED, ANSWER_LOST, TURNED_AWAY ->
                1 << Require.present("call", calls.get(step.a())).gateway();
            case CALL_ARRIVES, EXECUTION -> setup.told() ? ALL : 0;
            default -> ALL;
        };
    }

    /** Returns what can happen now. */
    List<Step> enabled() {
        return new Choices(this).all();
    }

    @Nullable
    Gateway caller(NetworkCall call) {
        Gateway gateway = gateways[call.gateway()];
        return gateway != null && gateway.epoch == call.epoch() && gateway.calling == call.batch() ? gateway : null;
    }

    /** Makes {@code step} happen. Throws {@link Broken} if a law is broken by that. */
    void apply(Step step) {
        boolean takeover = step.kind() == Kind.START && gateways[1 - step.a()] != null;
        if (step.kind() != Kind.START || takeover) {
            used.merge(step.kind(), 1, Integer::sum);
        }
        switch (step.kind()) {
            case SUBMIT, CANCEL, PREPARE, SEND, READ_BEGINS, READ_ENDS, READ_GOES_ON, TOLD, TOLD_TWICE, NOT_TOLD ->
                onGateway(step);
            case LOG_APPLIES -> {
                Gateway gateway = gateway(step.a());
                Group group = flying(gateway);
                group.result = log.commit(gateway.epoch, group);
            }
            case LOG_ANSWERS -> logAnswers(step.a());
            case LOG_ANSWER_LOST -> {
                lost++;
                gateway(step.a()).unknown(clients, now);
            }
            case CALL_ARRIVES, CALL_ANSWERED, ANSWER_LOST, TURNED_AWAY -> onCall(step);
            case EXECUTION -> execute(step.a(), step.b());
            case CRASH, FENCED -> crash(step.a());
            case START -> start(step.a());
            case PAUSE -> gateway(step.a()).paused = true;
            case WAKE -> gateway(step.a()).paused = false;
            case STOP_TRADING -> stopTrading();
        }
        for (int g = 0; g < GATEWAYS; g++) {
            Gateway gateway = gateways[g];
            if (gateway != null) {
                gateway.flush();
                for (VenueReport report : gateway.unknown) {
                    Broken.unless(log.rows.containsKey(report.cid()), Law.NO_STRANGER, "at the venue: " + report);
                }
                gateway.unknown.clear();
                // an owner that slept through a take-over may be puzzled; it can do nothing about it
                Broken.unless(
                        gateway.alarms.isEmpty() || gateway.epoch != log.epoch,
                        Law.STORED_REACHED_ONCE,
                        "alarm: " + gateway.alarms);
                gateway.alarms.clear();
                if (setup.isReduced() && !Reduction.isOwner(this, gateway) && !Reduction.isLeft(this, gateway)) {
                    gateways[g] = null;
                }
            }
        }
        calls.values()
                .removeIf(call -> caller(call) == null
                        && (call.done() != null
                                || now - call.sentMillis() > setup.times().callMax()));
    }

    private void onGateway(Step step) {
        switch (step.kind()) {
            case SUBMIT ->
                gateway(step.b() % GATEWAYS)
                        .submit(clients, new Gateway.Waiting(step.a(), step.b() / GATEWAYS, now), log, now);
            case CANCEL -> {
                clients.cancelled[step.a()] = true;
                gateway(step.b()).cancel(clients.cids[step.a()], now);
            }
            case PREPARE -> gateway(step.a()).prepare(now);
            case SEND -> send(step.a());
            case READ_BEGINS -> {
                Gateway gateway = gateway(step.a());
                gateway.reading.began = ++now;
                gateway.reading.open = venue.open();
            }
            case READ_ENDS -> {
                readEnds(gateway(step.a()));
                if (setup.has(Bug.REFILLS_THE_PACE)) {
                    pace(step.a(), 0);
                }
            }
            case READ_GOES_ON -> gateway(step.a()).reading.goOn(now);
            case TOLD -> gateway(step.a()).hear(gateway(step.a()).told.remove(step.b()), now);
            case TOLD_TWICE -> gateway(step.a()).hear(gateway(step.a()).told.get(step.b()), now);
            default -> gateway(step.a()).told.remove(step.b());
        }
    }

    private void readEnds(Gateway gateway) {
        long told = historyMillis == 0 ? 0 : now - historyMillis;
        List<VenueReport> open = gateway.reading.open == null ? List.of() : gateway.reading.open;
        long covered = setup.has(Bug.IGNORES_THE_HISTORY_WINDOW) ? 0 : told;
        List<VenueFill> fills =
                venue.trades.stream().filter(fill -> fill.atMillis() >= told).toList();
        gateway.reading.ends(new VenueRecords(open, venue.closed(told, now), fills, covered), now);
    }

    private void send(int g) {
        Gateway gateway = gateway(g);
        Gateway.Batch batch = gateway.prepared;
        if (batch == null) {
            return;
        }
        if (!gateway.isYoung(batch, now)) {
            gateway.prepared = null;
            gateway.answered(batch, all(batch, new OperationResult.NotExecuted("too old")), now);
        } else if (setup.callsPerMinute() == 0
                || paces[g].tryTake(batch.ops().getFirst().cancel(), now * NANOS_PER_MILLI)) {
            gateway.prepared = null;
            gateway.calling = batch;
            gateway.callNumber = ++callNumber;
            calls.put(callNumber, new NetworkCall(g, gateway.epoch, batch, now, null));
        }
    }

    private static List<OperationResult> all(Gateway.Batch batch, OperationResult result) {
        return batch.ops().stream().map(_ -> result).toList();
    }

    private void logAnswers(int g) {
        Gateway gateway = gateway(g);
        Group group = flying(gateway);
        if (group.result != null && group.result.fenced()) {
            for (Group.Insert insert : gateway.buffer.inserts) {
                List<Gateway.Waiting> waiting = gateway.waiting.remove(insert.cid());
                if (waiting != null) {
                    waiting.forEach(call -> clients.failed(call, now));
                }
            }
            crash(g);
        } else {
            gateway.durable(clients, log, now);
        }
    }

    private void onCall(Step step) {
        NetworkCall call = calls.get(step.a());
        if (call == null) {
            throw new IllegalStateException("no such call: " + step);
        }
        Gateway gateway = caller(call);
        if (step.kind() == Kind.CALL_ARRIVES) {
            arrives(step, call);
            return;
        }
        if (gateway == null) {
            throw new IllegalStateException("nobody waits for the answer: " + step);
        }
        gateway.calling = null;
        Gateway.Batch batch = call.batch();
        if (step.kind() == Kind.CALL_ANSWERED) {
            List<SimulatedVenue.Done> done = new ArrayList<>(call.done() == null ? List.of() : call.done());
            java.util.Collections.rotate(done, step.b());
            gateway.answered(
                    batch, VenueCalls.mapped(setup, batch, step.b() > 0 ? done.subList(1, done.size()) : done), now);
        } else if (step.kind() == Kind.ANSWER_LOST) {
            boolean never = call.done() == null
                    && now - call.sentMillis() > setup.times().callMax();
            lost += never ? 0 : 1; // what can never arrive has no answer to lose
            gateway.answered(batch, all(batch, VenueCalls.unanswered(setup)), now);
        } else {
            lost++;
            calls.remove(step.a());
            gateway.answered(batch, all(batch, new OperationResult.NotExecuted("turned away")), now);
        }
    }

    private void arrives(Step step, NetworkCall call) {
        ArrivalLaws.check(log, call.batch().ops(), log.stopped ? inFlightAtStop : null);
        List<SimulatedVenue.Done> done = venue.call(step.a(), call.batch().ops(), step.b() == 1, now);
        calls.put(step.a(), new NetworkCall(call.gateway(), call.epoch(), call.batch(), call.sentMillis(), done));
        for (SimulatedVenue.Done each : done) {
            tell(each.report());
        }
    }

    private void tell(@Nullable Object item) {
        for (Gateway gateway : gateways) {
            if (gateway != null && item != null && setup.told()) {
                gateway.told.add(item);
            }
        }
    }

    private void execute(int index, int half) {
        List<SimulatedVenue.Placed> open = venue.orders.values().stream()
                .filter(placed -> placed.state() == VenueReport.State.OPEN)
                .toList();
        SimulatedVenue.Placed placed = open.get(index % open.size());
        long amount = half == 1 && placed.left() > 1 ? placed.left() / 2 : placed.left();
        tell(venue.execute(placed, amount, now));
        SimulatedVenue.Placed after = venue.orders.get(placed.id());
        tell(after == null ? null : after.report());
    }

    private void crash(int g) {
        Gateway gateway = gateway(g);
        gateway.waiting.values().forEach(waiting -> waiting.forEach(clients::unanswered));
        gateways[g] = null;
    }

    private void start(int g) {
        gateways[g] = Gateway.start(setup, log, now);
        pace(g, 1);
    }

    /** An owner cannot know what the one before it has used up: it begins as if after a whole burst. */
    private void pace(int g, int burstsSpent) {
        if (setup.callsPerMinute() > 0) {
            int callsMax = setup.callsPerMinute() * 9 / 10; // the rest is for the last call of an owner before
            long window = 60_000 * NANOS_PER_MILLI;
            int burst = Math.max(2, callsMax / 10);
            long spent = burstsSpent * burst * Math.ceilDiv(window, (long) callsMax - burst);
            paces[g] = new Pace(callsMax, window, burst, 1, now * NANOS_PER_MILLI + spent);
        }
    }

    /** Stops trading in the log, which takes the partition from its owner; the answer names what may be on its way. */
    private void stopTrading() {
        log.stopped = true;
        var _ = log.take();
        List<String> inFlight = new ArrayList<>();
        for (SimulatedLog.Row row : log.rows.values()) {
            if (row.batchId() > 0
                    && !row.view().status().isFinal()
                    && row.view().venueOrderId() == null) {
                inFlightAtStop.add(row.cid());
                inFlight.add(ClientIds.orderId(row.cid()));
            }
        }
        stop = new Entry.Kill(null, null, null, inFlight, List.of(log.sequence), now);
    }

    Gateway gateway(int g) {
        Gateway gateway = gateways[g];
        if (gateway == null) {
            throw new IllegalStateException("gateway " + g + " is down");
        }
        return gateway;
    }

    private static Group flying(Gateway gateway) {
        if (gateway.flying == null) {
            throw new IllegalStateException("nothing flies");
        }
        return gateway.flying;
    }

    Entry.@Nullable Kill stop() {
        return stop;
    }

    boolean wasInFlightAtStop(long cid) {
        return inFlightAtStop.contains(cid);
    }

    boolean isPaused() {
        for (Gateway gateway : gateways) {
            if (gateway != null && gateway.paused) {
                return true;
            }
        }
        return false;
    }

    int lost() {
        return lost;
    }
}
