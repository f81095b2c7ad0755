package tradelab.trading.ledger;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The columns of a group, an element for each step, as long or short as somebody may have made them. */
final class StepColumns {
    private final Long[] accepted;
    private final Long[] cid;
    private final String[] status;
    private final Long[] filled;
    private final Long[] averagePrice;
    private final String[] venueOrderId;
    private final String[] reason;
    private final Boolean[] cancelRequested;
    private final Long[] batchId;
    private final Long[] atMillis;
    private final Long[] wantedPrice;
    private final Long[] wantedAmount;

    StepColumns(ResultSet row) throws SQLException {
        accepted = column(row, "accepted", Long[]::new);
        cid = column(row, "cid", Long[]::new);
        status = column(row, "status", String[]::new);
        filled = column(row, "filled", Long[]::new);
        averagePrice = column(row, "average_price", Long[]::new);
        venueOrderId = column(row, "venue_order_id", String[]::new);
        reason = column(row, "reason", String[]::new);
        cancelRequested = column(row, "cancel_requested", Boolean[]::new);
        batchId = column(row, "batch_id", Long[]::new);
        atMillis = column(row, "at_millis", Long[]::new);
        wantedPrice = column(row, "wanted_price", Long[]::new);
        wantedAmount = column(row, "wanted_amount", Long[]::new);
    }

    /** Arrays of another kind, of several dimensions for instance, count as empty. */
    @SuppressWarnings("unchecked") // the class is that of the empty array
    private static <T> T[] column(ResultSet row, String name, IntFunction<T[]> empty) throws SQLException {
        T[] none = empty.apply(0);
        Array array = row.getArray(name);
        Object values = array == null ? none : array.getArray();
        return none.getClass().isInstance(values) ? (T[]) values : none;
    }

    int size() {
        return accepted.length + cid.length;
    }

    /** Returns the cids of the new orders; 0 for what is none. */
    long[] accepted() {
        return Arrays.stream(accepted).mapToLong(one -> one == null ? 0 : one).toArray();
    }

    int changes() {
        return cid.length;
    }

    /** Returns whose change it is; 0 if that is nobody. */
    long cid(int i) {
        Long one = at(cid, i);
        return one == null ? 0 : one;
    }

    /** Returns the change, null if something of it is missing. */
    StoredRow.@Nullable Step step(int i) {
        String name = at(status, i);
        Long filledNow = at(filled, i);
        Long average = at(averagePrice, i);
        Boolean cancel = at(cancelRequested, i);
        Long batch = at(batchId, i);
        Long at = at(atMillis, i);
        if (name == null || filledNow == null || average == null || cancel == null || batch == null || at == null) {
            return null;
        }
        return new StoredRow.Step(
                name,
                filledNow,
                average,
                at(venueOrderId, i),
                at(reason, i),
                cancel,
                batch,
                at,
                at(wantedPrice, i),
                at(wantedAmount, i));
    }

    private static <T> @Nullable T at(T[] column, int i) {
        return i < column.length ? column[i] : null;
    }
}
