package tradelab.venue.taiwan.exchange;

import java.util.PriorityQueue;

/** What is due when, by market time and then by the order in which it was scheduled. Not thread-safe. */
final class Timetable {
    private record Due(long millis, long number, Runnable task) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(millis, other.millis);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private long scheduled;
    private long nowMillis;

    Timetable(long nowMillis) {
        this.nowMillis = nowMillis;
    }

    long nowMillis() {
        return nowMillis;
    }

    void at(long millis, Runnable task) {
        due.add(new Due(millis, scheduled++, task));
    }

    /** Runs at most {@code tasksMax} of what is due; returns whether the time was reached. */
    boolean advance(long toMillis, int tasksMax) {
        int left = tasksMax;
        Due next = due.peek();
        while (next != null && next.millis() <= toMillis) {
            if (left-- == 0) {
                return false;
            }
            Due _ = due.remove();
            nowMillis = Math.max(nowMillis, next.millis());
            next.task().run();
            next = due.peek();
        }
        nowMillis = Math.max(nowMillis, toMillis);
        return true;
    }
}
