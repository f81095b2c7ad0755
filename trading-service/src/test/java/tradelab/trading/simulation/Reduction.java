package tradelab.trading.simulation;

import java.util.List;
import tradelab.contracts.trading.OrderStatus;
import tradelab.trading.ledger.Law;
import tradelab.trading.simulation.Step.Kind;

/** What a small world may leave out, because it cannot break a law that the rest keeps. */
final class Reduction {
    /*
     * A reduced world does all that an unreduced one does to the log and to the venue, and perhaps more:
     *
     * - A gateway that is not the owner any more. The log takes nothing of it, so nothing that it wants to store, claims,
     *   reads or hears can ever reach the log or the venue, but for one batch: the one that was prepared before, whose intent
     *   is durable and young. Until that has left or grown old the gateway stays, with what decides whether the batch
     *   leaves; then it is gone. It may be gone earlier too (FENCED): its lease ends some time. What it would answer to
     *   clients is looked at when it is lost, by the same law: what it holds for durable must be in the log.
     * - What clients know. They ask again and again, also for what they know by now: late duplicates. What an answer says
     *   is checked whenever one is given, so it is no part of the state who has heard it already.
     * - A reading while the owner knows all that it has sent to be open at a venue that executes nothing. It shows nothing
     *   new. It would make the clock tick, but then nothing waits for the clock: every call that is under way holds an order
     *   that the owner has in doubt, or has reached the venue.
     *
     * It holds where nobody cancels, stops trading, or is told anything by the venue, and as long as the log fences.
     */

    private Reduction() {}

    static boolean holds(Setup setup) {
        Setup.Most most = setup.most();
        return most.pauses() == 0
                && most.stops() == 0
                && most.cancels() == 0
                && !setup.told()
                && setup.callsPerMinute() == 0
                && !setup.has(Bug.DOES_NOT_FENCE);
    }

    static boolean isOwner(World world, Gateway gateway) {
        return gateway.epoch == world.log.epoch;
    }

    /** Adds what a gateway can do that is not the owner any more. */
    static void afterwards(List<Step> steps, int g, Gateway gateway) {
        steps.add(Step.of(Kind.FENCED, g));
        if (gateway.flying != null) {
            steps.add(Step.of(Kind.LOG_ANSWERS, g));
        }
        if (gateway.maySend()) {
            steps.add(Step.of(Kind.SEND, g));
        }
    }

    /** Forgets what cannot matter any more of a gateway that lost the partition. Returns whether anything is left. */
    static boolean isLeft(World world, Gateway gateway) {
        boolean left = gateway.retire(world.now);
        if (!left) {
            for (int client = 0; client < world.setup.orders(); client++) {
                Broken.unless(
                        gateway.durableCid(Clients.name(client)) == 0
                                || world.log.names.containsKey(Clients.name(client)),
                        Law.ACKNOWLEDGED_IS_STORED,
                        Clients.name(client) + " can be acknowledged and is not stored");
            }
        }
        return left;
    }

    /** Returns whether a reading can show the owner something new. */
    static boolean isWorthReading(Setup setup, Gateway gateway) {
        boolean executes = setup.most().executions() > 0;
        return gateway.core.open().stream()
                .anyMatch(order ->
                        order.attempted() && !order.isUnsent() && (executes || order.status() != OrderStatus.ACTIVE));
    }
}
