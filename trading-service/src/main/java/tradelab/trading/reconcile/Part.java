package tradelab.trading.reconcile;

import tradelab.trading.batch.Steps;
import tradelab.trading.order.OrderCore;

/** A partition whose orders are held against the venue's records. */
public interface Part {
    int partition();

    OrderCore core();

    /** Returns whether nobody else can own it now. What is concluded without that may be about another's doings. */
    boolean holds();

    /** Carries out what was concluded. */
    Steps steps();

    /** The conclusions of a complete reading that began after the partition was there are durable. */
    void reconciled();
}
