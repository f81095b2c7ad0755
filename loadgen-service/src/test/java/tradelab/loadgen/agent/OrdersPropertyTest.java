package tradelab.loadgen.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import tradelab.contracts.loadgen.AgentCommand;
import tradelab.loadgen.run.Change;
import tradelab.loadgen.run.Course;
import tradelab.loadgen.schedule.ConstantRate;
import tradelab.loadgen.schedule.Schedule;

/** Agents that hear of orders late, twice or only when told again, in simulated time. */
class OrdersPropertyTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long BEAT = SECOND / 10;
    private static final long LENGTH = 20 * SECOND;

    /** One agent: starts what is due by the course that it knows. */
    private static final class Agent {
        private final String name;
        private final List<long[]> shares = new ArrayList<>();
        private Course course;
        private long done;

        Agent(String name, Course course, long index, long of) {
            this.name = name;
            this.course = course;
            shares.add(new long[] {index, of});
        }

        void start(long nowNanos, Map<Long, Integer> started) {
            Schedule schedule = Objects.requireNonNull(course.schedule());
            for (long[] share : shares) {
                while (share[0] < schedule.count() && schedule.intendedNanos(share[0]) <= nowNanos) {
                    started.merge(share[0], 1, Integer::sum);
                    share[0] += share[1];
                }
            }
        }

        void hear(Orders.Order order, Change change) {
            if (order.number() != done + 1) {
                return;
            }
            done++;
            if (order.kind() == AgentCommand.Kind.CHANGE) {
                course = course.with(change, order.atNanos());
            } else if (order.kind() == AgentCommand.Kind.ADOPT
                    && order.agentId().equals(name)) {
                shares.add(new long[] {order.index(), order.of()});
            }
        }
    }

    @Property
    void noArrivalIsLostOrDoubledHoweverLateAgentsHearOfChanges(
            @ForAll @IntRange(min = 1, max = 5) int count, @ForAll Random random) {
        Course first = Course.of(new ConstantRate(1 + random.nextInt(50), LENGTH), LENGTH);
        Orders orders = new Orders(first);
        List<Agent> agents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            agents.add(new Agent("agent-" + i, first, i, count));
        }
        List<String> members =
                new ArrayList<>(agents.stream().map(agent -> agent.name).toList());
        Shares shares = new Shares(members);
        Map<Long, Integer> started = new HashMap<>();
        Map<Long, Change> changes = new HashMap<>();
        orders.begin(0);
        for (long now = BEAT;
                now < orders.course().endNanos() + 2 * SECOND || orders.course().isPaused();
                now += BEAT) {
            boolean mayChange =
                    orders.course().isPaused() || now < orders.course().endNanos() - 3 * SECOND;
            if (mayChange && random.nextInt(20) == 0) {
                change(orders, random, now + BEAT / 2, changes);
            }
            if (random.nextInt(200) == 0
                    && members.size() > 1
                    && now < orders.course().endNanos()) {
                lose(orders, shares, agents, members, now);
            }
            for (Orders.Order order : orders.waiting(members, now)) {
                for (Agent agent : agents) {
                    if (random.nextInt(4) > 0 || now > LENGTH) {
                        agent.hear(order, changes.getOrDefault(order.number(), new Change.Pause()));
                    }
                    if (random.nextInt(4) > 0) {
                        orders.carriedOut(agent.name, agent.done);
                    }
                }
            }
            long moment = now;
            agents.forEach(agent -> agent.start(moment, started));
        }

        Schedule whole = Objects.requireNonNull(orders.course().schedule());
        assertThat(orders.waiting(members, 0)).isEmpty();
        assertThat(started.values()).containsOnly(1);
        assertThat(started.keySet())
                .containsAll(LongStream.range(0, whole.count()).boxed().toList());
    }

    private static void change(Orders orders, Random random, long at, Map<Long, Change> changes) {
        boolean mayExtend = orders.course().endNanos() < LENGTH + 4 * SECOND;
        Change change = orders.course().isPaused()
                ? new Change.Resume()
                : switch (random.nextInt(3)) {
                    case 0 -> new Change.Rate(1 + random.nextInt(50));
                    case 1 -> mayExtend ? new Change.Extend(Duration.ofSeconds(1)) : new Change.Rate(7);
                    default -> new Change.Pause();
                };
        var _ = orders.change(change, at);
        changes.put(orders.last(), change);
    }

    /**
     * Whoever knows all changes and was not ahead of them when it heard has started exactly what was intended so far. Of
     * anybody else who is lost some arrivals are unaccounted for, and the result says so.
     */
    private static void lose(Orders orders, Shares shares, List<Agent> agents, List<String> members, long now) {
        Agent lost = agents.getFirst();
        long from = Objects.requireNonNull(orders.course().schedule()).countBefore(now - BEAT + 1);
        if (lost.done == orders.last() && lost.shares.stream().allMatch(share -> share[0] - from < share[1])) {
            agents.remove(lost);
            members.remove(lost.name);
            orders.adopt(shares.without(lost.name), now - BEAT + 1);
        }
    }
}
