package tradelab.trading.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Require;
import tradelab.contracts.trading.OrderStatus;
import tradelab.trading.chain.GroupDigest;
import tradelab.trading.order.ClientIds;

/** A row of an order: what was asked for, which never changes, and how it stood after its last step. */
final class StoredRow {
    static final String QUERY = """
        SELECT cid, partition, account, client_order_id, instrument, side, type, price, amount, post_only,
            accepted_sequence, created_millis, reduction, status, filled, average_price, venue_order_id, reason,
            cancel_requested, batch_id, sequence, updated_millis, wanted_price, wanted_amount, working_amount
        FROM orders ORDER BY cid\
        """;

    /** What one step says of an order. */
    record Step(
            String status,
            long filled,
            long averagePrice,
            @Nullable String venueOrderId,
            @Nullable String reason,
            boolean cancelRequested,
            long batchId,
            long atMillis,
            @Nullable Long wantedPrice,
            @Nullable Long wantedAmount) {
        /** Returns the status, null if there is none of this name. */
        @Nullable
        OrderStatus orderStatus() {
            for (OrderStatus one : OrderStatus.values()) {
                if (one.name().equals(status)) {
                    return one;
                }
            }
            return null;
        }

        int digest(GroupDigest digest, long cid) {
            return digest.changed(
                    cid,
                    status,
                    filled,
                    averagePrice,
                    venueOrderId,
                    reason,
                    cancelRequested,
                    batchId,
                    atMillis,
                    wantedPrice,
                    wantedAmount);
        }
    }

    private final long cid;
    private final int partition;
    private final long acceptedSequence;
    private final long createdMillis;
    private final @Nullable String reduction;
    private final String account;
    private final String clientOrderId;
    private final String instrument;
    private final String side;
    private final String type;
    private final @Nullable Long price;
    private final long amount;
    private final boolean postOnly;
    private final long sequence;
    private final @Nullable Long workingAmount;
    private final Step last;

    StoredRow(ResultSet row) throws SQLException {
        cid = row.getLong("cid");
        partition = row.getInt("partition");
        account = row.getString("account");
        clientOrderId = row.getString("client_order_id");
        instrument = row.getString("instrument");
        side = row.getString("side");
        type = row.getString("type");
        price = number(row, "price");
        amount = row.getLong("amount");
        postOnly = row.getBoolean("post_only");
        acceptedSequence = row.getLong("accepted_sequence");
        createdMillis = row.getLong("created_millis");
        reduction = row.getString("reduction");
        sequence = row.getLong("sequence");
        workingAmount = number(row, "working_amount");
        last = new Step(
                row.getString("status"),
                row.getLong("filled"),
                row.getLong("average_price"),
                row.getString("venue_order_id"),
                row.getString("reason"),
                row.getBoolean("cancel_requested"),
                row.getLong("batch_id"),
                row.getLong("updated_millis"),
                number(row, "wanted_price"),
                number(row, "wanted_amount"));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    /** Its first step, as it was asked for. */
    int digest(GroupDigest digest) {
        return digest.accepted(
                cid, account, clientOrderId, instrument, side, type, price, amount, postOnly, createdMillis, reduction);
    }

    /** Returns whether the row says that it was accepted there. */
    boolean wasAccepted(int inPartition, long atSequence) {
        return partition == inPartition && acceptedSequence == atSequence;
    }

    /** Returns whether it makes a position smaller. */
    boolean reduces() {
        return reduction != null;
    }

    String orderId() {
        return ClientIds.orderId(cid);
    }

    /** Returns whether the row stands as this step, the last of the order, left it. */
    boolean standsAs(long lastSequence, Step step) {
        return sequence == lastSequence && last.equals(step);
    }

    Step accepted() {
        return new Step(OrderStatus.QUEUED.name(), 0, 0, null, null, false, 0, createdMillis, null, null);
    }

    long cid() {
        return cid;
    }

    /** Of an amended order the larger of its amounts counts: what may have been filled at most. */
    Entry entry() {
        OrderStatus status = last.orderStatus();
        if (status == null) {
            throw Require.refused(
                    "postgres: status of order " + orderId(), "one of " + List.of(OrderStatus.values()), last.status());
        }
        return new Entry.Order(
                orderId(),
                account,
                clientOrderId,
                instrument,
                Long.toString(cid),
                last.venueOrderId(),
                new Amount(workingAmount == null ? amount : Math.max(amount, workingAmount)),
                new Amount(last.filled()),
                status,
                reduction == null ? 0 : 1,
                last.atMillis());
    }
}
