package tradelab.trading.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.trading.OrderStatus;
import tradelab.trading.chain.GroupDigest;
import tradelab.trading.order.ClientIds;

/**
 * Reads the groups that were committed: the steps of orders, and what the rows amount to now.
 *
 * <p>Whatever the rows say is taken for possible: it may be what somebody made of them. What is no step any more is left
 * out, and its order is suspect, as is one whose row is not what its steps made it.
 */
final class GroupRows {
    static final String QUERY = """
        SELECT partition, first_sequence, last_sequence, epoch, accepted, cid, status, filled, average_price,
            venue_order_id, reason, cancel_requested, batch_id, at_millis, wanted_price, wanted_amount, marks, link
        FROM event_groups ORDER BY partition, last_sequence\
        """;

    private final Map<Long, StoredRow> orders;
    private final Map<Long, Last> lasts = new HashMap<>();
    private final List<Pending> groups = new ArrayList<>();
    private final List<Entry> steps = new ArrayList<>();

    private record Last(Pending group, long sequence, StoredRow.Step step) {}

    /** A group that was read; who is suspect shows when all are. */
    private static final class Pending {
        private final int partition;
        private final long firstSequence;
        private final long lastSequence;
        private final long epoch;
        private final byte @Nullable [] marks;
        private final byte @Nullable [] link;
        private final Set<String> suspects = new TreeSet<>();
        private final GroupDigest digest;
        private int taken;

        Pending(ResultSet row, int size) throws SQLException {
            partition = row.getInt("partition");
            firstSequence = row.getLong("first_sequence");
            lastSequence = row.getLong("last_sequence");
            epoch = row.getLong("epoch");
            marks = row.getBytes("marks");
            link = row.getBytes("link");
            digest = new GroupDigest(size);
        }

        /** Returns the sequence of the next step. */
        long next() {
            return firstSequence + taken;
        }

        void hold(int mark, long cid) {
            if (marks != null && GroupDigest.mark(marks, taken) != mark) {
                suspect(cid);
            }
        }

        void suspect(long cid) {
            boolean _ = suspects.add(ClientIds.orderId(cid));
        }

        Entry entry() {
            HexFormat hex = HexFormat.of();
            return new Entry.Group(
                    partition,
                    firstSequence,
                    lastSequence,
                    epoch,
                    hex.formatHex(digest.content()),
                    link == null ? null : hex.formatHex(link),
                    List.copyOf(suspects));
        }
    }

    /** @param orders all of them, by cid */
    GroupRows(Map<Long, StoredRow> orders) {
        this.orders = orders;
    }

    /** Takes the next row. */
    void add(ResultSet row) throws SQLException {
        StepColumns columns = new StepColumns(row);
        Pending group = new Pending(row, columns.size());
        for (long cid : columns.accepted()) {
            StoredRow order = orders.get(cid);
            if (order == null) {
                group.suspect(cid);
            } else {
                group.hold(order.digest(group.digest), cid);
                if (!order.wasAccepted(group.partition, group.next())) {
                    group.suspect(cid);
                }
                step(group, cid, order.accepted());
            }
            group.taken++;
        }
        for (int i = 0; i < columns.changes(); i++) {
            long cid = columns.cid(i);
            StoredRow.Step step = columns.step(i);
            if (step == null) {
                group.suspect(cid);
            } else {
                group.hold(step.digest(group.digest, cid), cid);
                step(group, cid, step);
            }
            group.taken++;
        }
        groups.add(group);
    }

    private void step(Pending group, long cid, StoredRow.Step step) {
        OrderStatus status = step.orderStatus();
        if (status == null || step.filled() < 0) {
            group.suspect(cid);
            return;
        }
        var _ = lasts.put(cid, new Last(group, group.next(), step));
        steps.add(new Entry.Event(
                group.partition,
                group.next(),
                ClientIds.orderId(cid),
                status,
                new Amount(step.filled()),
                null,
                step.batchId(),
                step.atMillis()));
    }

    /** Returns the steps and the groups, once all rows were taken. */
    List<Entry> entries() {
        lasts.forEach((cid, last) -> {
            StoredRow order = orders.get(cid);
            if (order != null && !order.standsAs(last.sequence(), last.step())) {
                last.group().suspect(cid);
            }
        });
        List<Entry> entries = new ArrayList<>(steps);
        groups.forEach(group -> entries.add(group.entry()));
        return entries;
    }
}
