package tradelab.trading.simulation;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.contracts.trading.OrderRef;
import tradelab.trading.order.Cores;
import tradelab.trading.order.Order;
import tradelab.trading.order.OrderChange;

/** The fingerprint of a world: of all that decides what can happen next, and of nothing else. */
final class Canonical {
    /*
     * What is left out, and why two worlds with the same text have the same future:
     *
     * - Names. Orders are alike: their request differs in name and side only, on which no rule of the core depends. The
     *   text of an order says what it is in every place (log, venue, gateways, groups, batches, calls); the sorted
     *   fingerprints of these texts are the same for all ways to name the orders. Gateways are alike as well: the one with
     *   the later epoch comes first.
     * - The order inside a queue and a batch. A batch takes all that is queued (batchMax is the number of orders), and each
     *   operation of a call concerns another order. Steps that a group has for one order keep their order.
     * - Absolute times. A time is compared only with the limit of a call, of an intent, and of a doubt: an age counts up to
     *   where the comparison does not change any more. What matters of a reading under way is how long after the doubt it
     *   began.
     * - What a gateway wants to store, once its group cannot be stored: it was fenced and has not heard it yet.
     * - Pauses. In a pause a gateway does nothing, and nothing else depends on that; the same steps without the pause are a
     *   story as well, and its worlds keep the same laws. So the pause of whatever length is in every world.
     * - In a reduced world, who was told that its order is accepted, and all of a gateway that lost the partition but the
     *   batch that may still leave it: see Reduction.
     */

    private final World world;
    private final Setup setup;
    private final List<Gateway> gateways;
    private final boolean plain;
    private final StringBuilder out = new StringBuilder(256);

    private Canonical(World world, List<Gateway> gateways, boolean plain) {
        this.world = world;
        this.plain = plain;
        this.setup = world.setup;
        this.gateways = gateways;
    }

    /** Returns 64 bits: of {@code n} worlds, two that differ are taken for one with a probability of n²/2^65. */
    static long hash(World world) {
        List<Gateway> gateways = Stream.of(world.gateways)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparingLong((Gateway gateway) -> gateway.epoch)
                        .reversed())
                .toList();
        Canonical canonical = new Canonical(world, gateways, false);
        long[] orders = canonical.orders();
        Arrays.sort(orders);
        return canonical.whole(orders);
    }

    /** Returns the fingerprint of what the log and the venue have, whatever the orders are called. */
    static long shared(World world) {
        Canonical canonical = new Canonical(world, List.of(), false);
        long[] hashes = new long[world.setup.orders()];
        for (int client = 0; client < hashes.length; client++) {
            canonical.stored(world.log.row(Clients.name(client)));
            hashes[client] = canonical.taken();
        }
        Arrays.sort(hashes);
        return Arrays.hashCode(hashes);
    }

    /** Returns the fingerprint of the world with its names, its gateways' places, its pauses, and all that is left out. */
    static long plainHash(World world) {
        List<Gateway> gateways =
                Stream.of(world.gateways).filter(Objects::nonNull).toList();
        Canonical canonical = new Canonical(world, gateways, true);
        long whole = canonical.whole(canonical.orders());
        canonical.out.append(world.used.getOrDefault(Step.Kind.PAUSE, 0));
        for (Gateway gateway : world.gateways) {
            canonical.out.append(gateway == null ? 'x' : gateway.paused ? 'p' : '-');
        }
        return whole ^ canonical.taken();
    }

    private long[] orders() {
        long[] hashes = new long[setup.orders()];
        for (int client = 0; client < hashes.length; client++) {
            order(client);
            hashes[client] = taken();
        }
        return hashes;
    }

    private long whole(long[] orders) {
        for (long order : orders) {
            out.append(order).append(';');
        }
        out.append(world.lost()).append(world.log.stopped).append(world.log.epoch > 0);
        for (Step.Kind kind : List.of(
                Step.Kind.CRASH, Step.Kind.START, Step.Kind.STOP_TRADING, Step.Kind.EXECUTION, Step.Kind.CANCEL)) {
            out.append(',').append(world.used.getOrDefault(kind, 0));
        }
        gateways.forEach(this::gateway);
        world.calls.forEach((number, call) -> {
            out.append("|C")
                    .append(hears(number, call))
                    .append(call.batch().ops().size());
            if (plain || call.done() == null) {
                out.append('t').append(age(call.sentMillis(), setup.times().callMax() + 1));
            }
        });
        return taken();
    }

    /** Returns which gateway waits for the answer, -1 for none. */
    private int hears(int number, World.NetworkCall call) {
        Gateway gateway = world.gateways[call.gateway()];
        boolean heard = gateway != null && gateway.epoch == call.epoch() && gateway.callNumber == number;
        return heard ? gateways.indexOf(gateway) : -1;
    }

    private void gateway(Gateway gateway) {
        Group flying = gateway.flying;
        out.append("|G")
                .append(gateway.epoch == world.log.epoch ? 'o' : 'z')
                .append(gateway.reading.reconciled && !isRetired(gateway) ? 'r' : '-')
                .append(gateway.queue.news.size())
                .append(',')
                .append(gateway.queue.cancels.size())
                .append(flying == null ? '-' : 'f');
        if (flying != null) {
            out.append(flying.result == null ? '?' : flying.result.fenced() ? 'n' : 'y');
            out.append(gateway.epoch == world.log.epoch && world.log.hasLast(flying.number));
        }
        if (gateway.prepared != null) {
            out.append('p')
                    .append(gateway.prepared.ops().size())
                    .append(age(gateway.prepared.claimedMillis(), setup.times().intentAge() + 1))
                    .append(Math.max(0, gateway.prepared.group() - gateway.durableGroup));
        }
        out.append(gateway.calling != null).append(gateway.reading.open != null);
    }

    private void order(int client) {
        String name = Clients.name(client);
        if (plain || !setup.isReduced()) {
            out.append(world.clients.acknowledged[client]).append(world.clients.cancelled[client]);
        }
        SimulatedLog.Row row = world.log.row(name);
        stored(row);
        for (Gateway gateway : gateways) {
            out.append("|G");
            Order order = gateway.core.find(new OrderRef("a", name));
            if (order != null) {
                inGateway(gateway, order, row);
            }
        }
        world.calls.values().forEach(call -> {
            out.append("|C");
            Order order = row == null ? known(name) : null;
            inCall(call, row != null ? row.cid() : order != null ? order.cid() : 0);
        });
    }

    /** What the log and the venue have of an order. */
    private void stored(SimulatedLog.@Nullable Row row) {
        if (row == null) {
            return;
        }
        out.append("|R")
                .append(row.view().status().ordinal())
                .append(row.view().filled().units())
                .append(row.view().cancelRequested())
                .append(row.batchId() > 0)
                .append(row.view().venueOrderId() != null)
                .append(world.wasInFlightAtStop(row.cid()));
        for (var fill : world.log.fills.values()) {
            out.append(fill.cid() == row.cid() ? "f" : "");
        }
        for (SimulatedVenue.Placed placed : world.venue.orders.values()) {
            if (placed.cid() == row.cid()) {
                out.append("|V").append(placed.state().ordinal()).append(placed.executed());
            }
        }
    }

    private @Nullable Order known(String name) {
        return gateways.stream()
                .map(gateway -> gateway.core.find(new OrderRef("a", name)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private boolean isRetired(Gateway gateway) {
        return setup.isReduced() && !plain && !Reduction.isOwner(world, gateway);
    }

    private void inGateway(Gateway gateway, Order order, SimulatedLog.@Nullable Row row) {
        long cid = order.cid();
        if (isRetired(gateway)) {
            ops(Require.present("prepared", gateway.prepared), cid);
            return;
        }
        Cores.print(out, order, world.now, Math.max(0, setup.times().quarantine() - 1));
        out.append(row == null ? 'n' : row.cid() == cid ? 's' : 'o');
        out.append(count(gateway.queue.news, cid)).append(count(gateway.queue.cancels, cid));
        out.append(gateway.waiting.containsKey(cid) ? 'w' : '-');
        if (!isDoomed(gateway)) {
            inGroup(gateway.buffer, cid);
            if (gateway.flying != null) {
                inGroup(gateway.flying, cid);
            }
        }
        if (gateway.prepared != null) {
            ops(gateway.prepared, cid);
        }
        if (gateway.reading.open != null) {
            if (order.isInDoubt()) {
                out.append(Math.clamp(
                        gateway.reading.began - order.doubtSinceMillis(),
                        0,
                        setup.times().quarantine()));
            }
            gateway.reading.open.stream()
                    .filter(report -> report.cid() == cid)
                    .forEach(report -> out.append('r').append(report.state()).append(report.executed()));
        }
    }

    /** Returns whether the next that this gateway hears of the log is that it is not the owner any more. */
    private boolean isDoomed(Gateway gateway) {
        Group flying = gateway.flying;
        return gateway.epoch != world.log.epoch
                && !setup.has(Bug.DOES_NOT_FENCE)
                && flying != null
                && (flying.result == null || flying.result.fenced());
    }

    private void inGroup(Group group, long cid) {
        out.append('[');
        group.inserts.forEach(insert -> out.append(insert.cid() == cid ? "+" : ""));
        for (OrderChange change : group.changes) {
            if (change.order().cid() == cid) {
                out.append('~')
                        .append(change.status().ordinal())
                        .append(change.cancelRequested())
                        .append(change.filled())
                        .append(change.batchId() > 0);
            }
        }
        for (Group.Later later : group.later) {
            if (later.cid() == cid) {
                out.append('>').append(later.cancel());
            }
        }
        group.fills.forEach(fill -> out.append(fill.cid() == cid ? "f" : ""));
        out.append(group.result != null && group.result.inserted().contains(cid));
    }

    private void inCall(World.NetworkCall call, long cid) {
        ops(call.batch(), cid);
        for (SimulatedVenue.Done done : call.done() == null ? List.<SimulatedVenue.Done>of() : call.done()) {
            if (done.op().cid() == cid) {
                var report = done.report();
                out.append('=').append(report == null ? "no" : report.state() + " " + report.executed());
            }
        }
    }

    private void ops(Gateway.Batch batch, long cid) {
        for (SimulatedVenue.Op op : batch.ops()) {
            if (op.cid() == cid) {
                out.append(op.cancel() ? 'x' : 'o');
            }
        }
    }

    private static long count(Collection<Long> cids, long cid) {
        return cids.stream().filter(each -> each == cid).count();
    }

    private long age(long millis, long max) {
        return Math.min(world.now - millis, max);
    }

    /** Returns the text's hash, and begins a new one. */
    private long taken() {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < out.length(); i++) {
            hash = (hash ^ out.charAt(i)) * 0x100000001b3L;
            hash ^= hash >>> 29;
        }
        out.setLength(0);
        hash = (hash ^ (hash >>> 32)) * 0x9E3779B97F4A7C15L;
        return hash ^ (hash >>> 29);
    }
}
