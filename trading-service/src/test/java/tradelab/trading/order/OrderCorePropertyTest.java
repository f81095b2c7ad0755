package tradelab.trading.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tradelab.contracts.trading.OrderStatus;
import tradelab.trading.order.VenueReport.State;

/** Lets the core live through random commands and a venue that loses answers, and holds its laws against each step. */
class OrderCorePropertyTest {
    private static final int STEPS = 120;
    private static final long AMOUNT = 100_000_000L;

    /** The venue's truth: what arrived, and what of it is executed. */
    private static final class World {
        final Random random;
        final OrderCore core = new OrderCore(0, 5, 1_000_000);
        final List<Order> all = new ArrayList<>();
        final Set<Order> queued = new HashSet<>();
        final Set<Order> flying = new HashSet<>();
        final Map<Long, Integer> arrivals = new HashMap<>();
        final Map<Long, Long> executed = new HashMap<>();
        final Set<Long> closed = new HashSet<>();
        final Map<Order, OrderStatus> lastStatus = new HashMap<>();
        final Map<Order, Long> lastFilled = new HashMap<>();
        long now = Orders.NOW;
        long trades;
        long batches;

        World(long seed) {
            random = new Random(seed);
        }

        void apply(List<Effect> effects) {
            for (Effect effect : effects) {
                switch (effect) {
                    case Effect.QueueNew(Order order) ->
                        assertThat(queued.add(order)).as("queued twice").isTrue();
                    case Effect.QueueAmend _ -> throw new AssertionError("nothing is amended here");
                    case Effect.QueueCancel(Order order) ->
                        assertThat(order.venueOrderId()).isNotNull();
                    case Effect.Store(OrderChange change) -> stored(change);
                    case Effect.Alarm alarm -> throw new AssertionError(alarm);
                    // a final one that memory has given up
                    case Effect.Unknown(VenueReport report) ->
                        assertThat(report.state()).isNotEqualTo(VenueReport.State.OPEN);
                    case Effect.StoreFill _ -> {}
                }
            }
        }

        void stored(OrderChange change) {
            OrderStatus before = lastStatus.getOrDefault(change.order(), OrderStatus.QUEUED);
            assertThat(change.status().ordinal()).isGreaterThanOrEqualTo(before.ordinal());
            assertThat(before.isFinal() && change.status() != before).isFalse();
            assertThat(change.filled()).isBetween(lastFilled.getOrDefault(change.order(), 0L), AMOUNT);
            lastStatus.put(change.order(), change.status());
            lastFilled.put(change.order(), change.filled());
        }

        void step() {
            now += random.nextInt(50);
            switch (random.nextInt(8)) {
                case 0, 1 -> submit();
                case 2 -> pick(new ArrayList<>(queued), this::send);
                case 3 -> pick(new ArrayList<>(flying), this::answer);
                case 4 -> pick(all, order -> apply(core.cancel(order, now)));
                case 5 -> pick(atVenue(), this::execute);
                case 6 -> pick(atVenue(), order -> apply(core.report(truth(order), true, now)));
                default -> pick(all, this::prove);
            }
        }

        void submit() {
            if (core.submit(Orders.limit("a", all.size()), now) instanceof Admission.New(Order order)) {
                all.add(order);
                apply(core.accepted(order, all.size()));
            }
        }

        void send(Order order) {
            queued.remove(order);
            apply(core.claim(order, ++batches, now));
            if (order.status().isFinal()) {
                return;
            }
            flying.add(order);
            if (random.nextInt(4) > 0) {
                arrivals.merge(order.cid(), 1, Integer::sum);
            }
        }

        void answer(Order order) {
            flying.remove(order);
            boolean arrived = arrivals.containsKey(order.cid());
            if (arrived && random.nextBoolean()) {
                apply(core.report(truth(order), false, now));
            } else if (!arrived && random.nextBoolean()) {
                apply(random.nextBoolean() ? core.refused(order, "no", now) : core.notExecuted(order, now));
            } else {
                apply(core.unanswered(order, now));
            }
        }

        void execute(Order order) {
            if (closed.contains(order.cid())) {
                return;
            }
            long left = AMOUNT - executed.getOrDefault(order.cid(), 0L);
            long amount = Math.min(left, 1 + random.nextInt((int) AMOUNT));
            executed.merge(order.cid(), amount, Long::sum);
            if (left == amount || random.nextInt(5) == 0) {
                closed.add(order.cid());
            }
            VenueFill fill =
                    new VenueFill(++trades, order.cid(), "v" + order.cid(), 640_000_000_000L, amount, null, null, now);
            apply(core.fill(fill, now));
            apply(core.fill(fill, now)); // te and tu
        }

        void prove(Order order) {
            if (!flying.contains(order) && !arrivals.containsKey(order.cid())) {
                apply(core.provenUnsent(order, now));
            }
        }

        VenueReport truth(Order order) {
            long filled = executed.getOrDefault(order.cid(), 0L);
            State state = filled == AMOUNT ? State.FILLED : closed.contains(order.cid()) ? State.CANCELED : State.OPEN;
            return new VenueReport(
                    order.cid(), "v" + order.cid(), "tBTCUSD", order.signedAmount(), state, filled, 0, null);
        }

        List<Order> atVenue() {
            return all.stream()
                    .filter(order -> core.find(order.cid()) != null && arrivals.containsKey(order.cid()))
                    .toList();
        }

        void pick(List<Order> orders, java.util.function.Consumer<Order> action) {
            if (!orders.isEmpty()) {
                action.accept(orders.get(random.nextInt(orders.size())));
            }
        }
    }

    @Property
    void keepsItsLawsWhateverHappens(@ForAll long seed) {
        World world = new World(seed);
        for (int i = 0; i < STEPS; i++) {
            world.step();
            assertThat(world.arrivals.values()).as("sent twice").allMatch(count -> count == 1);
        }
    }

    @Property
    void bringsEveryOrderToTheVenuesTruthOnceAllIsKnown(@ForAll long seed) {
        World world = new World(seed);
        for (int i = 0; i < STEPS; i++) {
            world.step();
        }
        for (Order order : List.copyOf(world.flying)) {
            world.apply(world.core.unanswered(order, world.now));
        }
        world.flying.clear();
        for (Order order : world.all) {
            if (world.arrivals.containsKey(order.cid()) && world.core.find(order.cid()) != null) {
                world.apply(world.core.report(world.truth(order), true, world.now));
                assertThat(order.status()).isNotIn(OrderStatus.QUEUED, OrderStatus.SENDING, OrderStatus.IN_DOUBT);
            } else if (!world.arrivals.containsKey(order.cid())) {
                world.prove(order);
                assertThat(order.isUnsent() || order.status().isFinal()).isTrue();
            }
        }
    }

    @Property
    void neverGivesTheSameClientIdTwice(@ForAll long seed) {
        Random random = new Random(seed);
        ClientIds ids = new ClientIds(0, 0);
        long now = Orders.NOW;
        long last = 0;
        for (int i = 0; i < STEPS; i++) {
            now += random.nextInt(5) - 2;
            long next = ids.next(now);
            assertThat(next).isBetween(last + 1, ClientIds.ID_MAX);
            last = next;
        }
    }
}
