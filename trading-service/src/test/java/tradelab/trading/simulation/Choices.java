package tradelab.trading.simulation;

import java.util.ArrayList;
import java.util.List;
import tradelab.trading.order.VenueReport;
import tradelab.trading.simulation.Step.Kind;

/** What can happen next in a world. */
final class Choices {
    /** How far what the venue tells can come out of order. */
    private static final int TOLD_MAX = 4;

    private final World world;
    private final List<Step> steps = new ArrayList<>();

    Choices(World world) {
        this.world = world;
    }

    /** Returns what can happen now. */
    List<Step> all() {
        for (int g = 0; g < World.GATEWAYS; g++) {
            Gateway gateway = world.gateways[g];
            if (gateway == null) {
                boolean takeover = world.gateways[1 - g] != null;
                boolean first = takeover || g == 0 || world.setup.told(); // two gateways that are down are alike
                add(first && (!takeover || left(Kind.START, world.setup.most().takeovers())), Kind.START, g);
            } else {
                ofGateway(g, gateway);
            }
        }
        world.calls.forEach((number, call) -> ofCall(number, call));
        int i = 0;
        for (SimulatedVenue.Placed placed : world.venue.orders.values()) {
            if (placed.state() == VenueReport.State.OPEN) {
                add(left(Kind.EXECUTION, world.setup.most().executions()), Kind.EXECUTION, i++);
            }
        }
        add(
                !world.log.stopped
                        && world.log.epoch > 0
                        && left(Kind.STOP_TRADING, world.setup.most().stops()),
                Kind.STOP_TRADING,
                0);
        return steps;
    }

    private void ofGateway(int g, Gateway gateway) {
        if (world.setup.isReduced() && !Reduction.isOwner(world, gateway)) {
            Reduction.afterwards(steps, g, gateway);
            return;
        }
        Group flying = gateway.flying;
        add(flying != null && flying.result == null, Kind.LOG_APPLIES, g);
        add(left(Kind.CRASH, world.setup.most().crashes()), Kind.CRASH, g);
        if (gateway.paused) {
            steps.add(Step.of(Kind.WAKE, g));
            return;
        }
        add(left(Kind.PAUSE, world.setup.most().pauses()), Kind.PAUSE, g);
        add(flying != null && flying.result != null, Kind.LOG_ANSWERS, g);
        add(
                flying != null
                        && flying.result != null
                        && world.lost() < world.setup.most().lostAnswers(),
                Kind.LOG_ANSWER_LOST,
                g);
        boolean queued = !gateway.queue.isEmpty();
        add(gateway.reading.reconciled && gateway.prepared == null && queued, Kind.PREPARE, g);
        add(gateway.maySend(), Kind.SEND, g);
        boolean reads = gateway.reading.open != null || gateway.reading.isConcluding();
        add(!reads && isWorthReading(gateway), Kind.READ_BEGINS, g);
        add(gateway.reading.open != null, Kind.READ_ENDS, g);
        add(gateway.reading.isConcluding(), Kind.READ_GOES_ON, g);
        for (int i = 0; i < Math.min(TOLD_MAX, gateway.told.size()); i++) {
            steps.add(new Step(Kind.TOLD, g, i));
            steps.add(new Step(Kind.TOLD_TWICE, g, i));
            steps.add(new Step(Kind.NOT_TOLD, g, i));
        }
        boolean[] waiting = waiting(gateway);
        for (int c = 0; c < world.setup.orders(); c++) {
            boolean turn = !world.setup.told() || c == 0 || isKnown(c - 1);
            if ((world.setup.isReduced() || !world.clients.acknowledged[c]) && turn && !waiting[c]) {
                steps.add(new Step(Kind.SUBMIT, c, g));
            }
            if (world.clients.acknowledged[c]
                    && !world.clients.cancelled[c]
                    && left(Kind.CANCEL, world.setup.most().cancels())) {
                steps.add(new Step(Kind.CANCEL, c, g));
            }
        }
    }

    /** In a small world, a reading that can show nothing new would only multiply the states. */
    private boolean isWorthReading(Gateway gateway) {
        if (world.setup.told() || !gateway.reading.reconciled) {
            return true;
        }
        return world.setup.isReduced()
                ? Reduction.isWorthReading(world.setup, gateway)
                : gateway.core.open().stream().anyMatch(order -> order.attempted() && !order.isUnsent());
    }

    private void ofCall(int number, World.NetworkCall call) {
        boolean late = world.now - call.sentMillis() > world.setup.times().callMax();
        add(call.done() == null && !late, Kind.CALL_ARRIVES, number);
        Gateway gateway = world.caller(call);
        if (gateway != null && !gateway.paused && gateway.callNumber == number) {
            add(call.done() != null, Kind.CALL_ANSWERED, number);
            boolean mayLose = world.lost() < world.setup.most().lostAnswers();
            add(mayLose || (late && call.done() == null), Kind.ANSWER_LOST, number);
            add(mayLose && call.done() == null, Kind.TURNED_AWAY, number);
        }
    }

    private void add(boolean possible, Kind kind, int a) {
        if (possible) {
            steps.add(Step.of(kind, a));
        }
    }

    private boolean left(Kind kind, int max) {
        return world.used.getOrDefault(kind, 0) < max;
    }

    private boolean isKnown(int client) {
        return world.clients.acknowledged[client] || world.log.names.containsKey(Clients.name(client));
    }

    private boolean[] waiting(Gateway gateway) {
        boolean[] waiting = new boolean[world.setup.orders()];
        for (List<Gateway.Waiting> waits : gateway.waiting.values()) {
            for (Gateway.Waiting call : waits) {
                waiting[call.client()] = true;
            }
        }
        return waiting;
    }
}
