package tradelab.loadgen.agent;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.contracts.loadgen.AgentCommand;
import tradelab.contracts.loadgen.RunChange;
import tradelab.loadgen.run.Change;
import tradelab.loadgen.run.Course;
import tradelab.loadgen.schedule.Schedule;

/**
 * What the agents of a run must carry out, in order, each told again until every member has said that it did; and the
 * course that all of it makes. Pure bookkeeping, owned by one event loop.
 */
final class Orders {
    /*
     * An arrival belongs to its sequence number, and every number to one agent. So an agent that hears of a change late
     * starts some arrivals at their former times, but none twice and leaves none out. A share is adopted from a number on,
     * not from a time, because two agents may follow different courses for the moment and must mean the same arrivals.
     */
    /** Told at once; the others follow when these are done. */
    static final int TOLD_MAX = 64;
    /** With so many that an agent has not carried out, no further change is taken. */
    static final int WAITING_MAX = 256;
    /** So long the caller of a change waits for all agents to follow. */
    private static final long FOLLOW_MILLIS = 2_000;
    /** Whoever has not ended so long after the last answer can have come does not know how. */
    private static final long END_NANOS = 10_000_000_000L;

    /** @param atNanos as {@link AgentCommand} has it */
    record Order(
            long number,
            AgentCommand.Kind kind,
            String agentId,
            long atNanos,
            long index,
            long of,
            @Nullable RunChange change,
            Promise<Long> followed) {}

    private final Deque<Order> waiting = new ArrayDeque<>();
    private final Map<String, Long> done = new HashMap<>();
    private final List<String> changes = new ArrayList<>();
    private Course course;
    private long last;

    Orders(Course course) {
        this.course = course;
    }

    /** Returns what the run intends, with all changes so far. */
    Course course() {
        return course;
    }

    /** Returns the number of the newest order. */
    long last() {
        return last;
    }

    /** Returns what was changed, in words. */
    List<String> changes() {
        return List.copyOf(changes);
    }

    void begin(long epochNanos) {
        var _ = add(AgentCommand.Kind.BEGIN, "", epochNanos, 0, 0, null);
    }

    /** Has the parts of a share taken over, from the first arrival on that is intended at {@code fromNanos} or later. */
    void adopt(List<Shares.Adoption> adoptions, long fromNanos) {
        Schedule schedule = course.schedule();
        long from = schedule == null ? 0 : schedule.countBefore(fromNanos);
        for (Shares.Adoption adoption : adoptions) {
            Shares.Share share = adoption.share();
            var _ = add(AgentCommand.Kind.ADOPT, adoption.agentId(), 0, share.firstFrom(from), share.of(), null);
        }
    }

    /**
     * Changes the run from {@code atNanos} on.
     *
     * @return that moment, once all members follow; fails if one of them does not say so in time, and is told again
     * @throws ServiceException if it cannot be changed so
     */
    Future<Long> change(Change change, long atNanos) {
        if (waiting.size() >= WAITING_MAX) {
            throw new ServiceException(
                    FailureKind.OVERLOADED, waiting.size() + " orders wait for an agent: nothing was changed");
        }
        course = course.with(change, atNanos);
        changes.add(String.format(Locale.ROOT, "%.3f s %s", atNanos / 1e9, change));
        return add(AgentCommand.Kind.CHANGE, "", atNanos, 0, 0, told(change))
                .future()
                .timeout(FOLLOW_MILLIS, TimeUnit.MILLISECONDS)
                .recover(cause -> Future.failedFuture(cause instanceof TimeoutException ? notInTime() : cause));
    }

    private static ServiceException notInTime() {
        return new ServiceException(
                FailureKind.TIMEOUT, "not all agents said in time that they follow; they are told again until they do");
    }

    /** Returns when everything must be over, in nanoseconds of the test; never while it is paused. */
    long overNanos(Duration timeout) {
        return course.isPaused() ? Long.MAX_VALUE : course.endNanos() + timeout.toNanos() + END_NANOS;
    }

    private Promise<Long> add(
            AgentCommand.Kind kind, String agentId, long atNanos, long index, long of, @Nullable RunChange change) {
        Order order = new Order(++last, kind, agentId, atNanos, index, of, change, Promise.promise());
        waiting.add(order);
        return order.followed;
    }

    private static RunChange told(Change change) {
        return switch (change) {
            case Change.Rate(double perSecond) -> new RunChange(RunChange.Kind.RATE, perSecond, 0);
            case Change.Pause _ -> new RunChange(RunChange.Kind.PAUSE, 0, 0);
            case Change.Resume _ -> new RunChange(RunChange.Kind.RESUME, 0, 0);
            case Change.Extend extend ->
                new RunChange(RunChange.Kind.EXTEND, 0, extend.by().toNanos());
        };
    }

    /** Takes down that an agent has carried out everything up to an order; hearing it twice changes nothing. */
    void carriedOut(String agentId, long number) {
        done.merge(agentId, Math.min(number, last), Math::max);
    }

    /**
     * Returns what one of {@code members} has not carried out, the oldest first; forgets what all have.
     *
     * @param nowNanos of the test
     */
    List<Order> waiting(Collection<String> members, long nowNanos) {
        long byAll = members.stream()
                .mapToLong(member -> done.getOrDefault(member, 0L))
                .min()
                .orElse(last);
        while (!waiting.isEmpty() && waiting.element().number <= byAll) {
            Order order = waiting.remove();
            if (order.kind == AgentCommand.Kind.CHANGE && nowNanos > order.atNanos) {
                changes.add(String.format(
                        Locale.ROOT,
                        "the last agent said %.3f s after %.3f s that it follows",
                        (nowNanos - order.atNanos) / 1e9,
                        order.atNanos / 1e9));
            }
            order.followed.complete(order.atNanos);
        }
        return waiting.stream().limit(TOLD_MAX).toList();
    }

    /** The run is over: nobody carries out what is left. */
    void end() {
        waiting.forEach(order -> order.followed.fail(
                new ServiceException(FailureKind.CONFLICT, "the run ended before all agents followed")));
        waiting.clear();
    }
}
