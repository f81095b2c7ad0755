package tradelab.trading.reconcile;

import java.util.HashMap;
import java.util.Map;
import tradelab.trading.order.Order;

/**
 * Proves that an order in doubt never reached the venue.
 *
 * <p>Plain Java. Time alone proves nothing: what counts are readings of the venue's open and closed orders that began
 * after the doubt, lacked the order, and go on over a quarantine that is longer than a call can be under way.
 */
public final class AbsenceProof {
    private record Absence(long batchId, int readings) {}

    private final int readingsMin;
    private final long quarantineMillis;
    private final Map<Long, Absence> absences = new HashMap<>();

    public AbsenceProof(int readingsMin, long quarantineMillis) {
        this.readingsMin = readingsMin;
        this.quarantineMillis = quarantineMillis;
    }

    /**
     * A complete reading that began at {@code readMillis} lacks {@code order}.
     *
     * @return whether that is proof now; then the counting for this order starts anew
     */
    public boolean absent(Order order, long readMillis) {
        if (!order.isInDoubt() || readMillis <= order.doubtSinceMillis()) {
            return false;
        }
        Absence before = absences.get(order.cid());
        int readings = before != null && before.batchId() == order.batchId() ? before.readings() + 1 : 1;
        if (readings >= readingsMin && readMillis - order.doubtSinceMillis() >= quarantineMillis) {
            absences.remove(order.cid());
            return true;
        }
        absences.put(order.cid(), new Absence(order.batchId(), readings));
        return false;
    }

    /** The order is known to be somewhere. */
    public void settled(Order order) {
        absences.remove(order.cid());
    }
}
