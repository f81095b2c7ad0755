package tradelab.trading.order;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Price;
import tradelab.contracts.trading.OrderStatus;
import tradelab.contracts.trading.OrderView;
import tradelab.contracts.trading.Side;
import tradelab.contracts.trading.SubmitOrder;

/**
 * One order and where it stands. Only {@link OrderCore} changes it; everyone else reads.
 *
 * <p>Memory runs ahead of the database by one group commit. What others may be told is {@link #durableView}.
 */
public final class Order {
    /** How far a wanted cancellation or amendment has come. */
    enum Stage {
        /** None is wanted, or the last one has no known effect. */
        IDLE,
        /** Waits for its call. */
        QUEUED,
        /** Bytes may have left. */
        SENT,
        /** The venue has taken it; a report that shows it is to come. */
        TAKEN
    }

    static final long ON_ITS_WAY = Long.MAX_VALUE;

    private final SubmitOrder request;
    private final long cid;
    private final long createdMillis;

    OrderStatus status = OrderStatus.QUEUED;
    long updatedMillis;
    long filled;
    long averagePrice;
    long batchId;
    long doubtSinceMillis;
    boolean cancelRequested;
    Stage cancelStage = Stage.IDLE;
    Stage amendStage = Stage.IDLE;
    boolean amendWanted;

    /** Whether the terms were ever others than those of the request. */
    boolean amended;

    /** Whether a kill switch wants it cancelled: before what others want. */
    boolean killed;

    /** What the owner wants. */
    Terms terms;

    /** What was sent and not refused. */
    Terms working;

    @Nullable
    String venueOrderId;

    @Nullable
    String reason;

    /** Neighbours among the open orders; theirs alone. */
    @Nullable
    Order older;

    @Nullable
    Order newer;

    /** True while it is proven that the venue has never seen the order: before the first attempt, or between two. */
    boolean unsent = true;

    private long filledByTrades;
    private BigInteger notional = BigInteger.ZERO;
    private @Nullable Map<Long, Boolean> trades;
    /** The last step that is in the database, under its sequence; null for the acceptance. */
    private @Nullable OrderChange durableChange;

    private long durableSequence;
    private long acceptedSequence;
    private long countedPrice;
    private long countedAmount;
    private int shownIn;
    private boolean reduces;

    public Order(SubmitOrder request, long cid, long createdMillis) {
        this.request = request;
        this.cid = cid;
        this.createdMillis = createdMillis;
        this.updatedMillis = createdMillis;
        this.terms = Terms.of(request);
        this.working = terms;
        this.reduces = request.mustReduce();
    }

    public SubmitOrder request() {
        return request;
    }

    public long cid() {
        return cid;
    }

    public String orderId() {
        return ClientIds.orderId(cid);
    }

    public long createdMillis() {
        return createdMillis;
    }

    public long updatedMillis() {
        return updatedMillis;
    }

    public OrderStatus status() {
        return status;
    }

    /** Returns how much of it is filled. */
    public long filled() {
        return filled;
    }

    public @Nullable String venueOrderId() {
        return venueOrderId;
    }

    /**
     * Returns whether it makes its account's position smaller: because it must, or because it was found to when only such
     * orders were taken.
     */
    public boolean reduces() {
        return reduces;
    }

    /** It was found to make its account's position smaller. To be said before it is stored. */
    public void foundReducing() {
        reduces = true;
    }

    /** Returns whether a kill switch wants it cancelled. */
    public boolean isKilled() {
        return killed;
    }

    public boolean cancelRequested() {
        return cancelRequested;
    }

    /** Returns whether the venue has never seen this order, so that it may be sent, or be dropped without a call. */
    public boolean isUnsent() {
        return unsent && !status.isFinal();
    }

    /** Returns whether an attempt to send it was ever made. */
    public boolean attempted() {
        return batchId != 0;
    }

    /** Returns whether an attempt is over and nobody knows what came of it. */
    public boolean isInDoubt() {
        return status == OrderStatus.IN_DOUBT && !unsent && doubtSinceMillis != ON_ITS_WAY;
    }

    /** Returns the number of the last attempt's batch, 0 before the first. */
    public long batchId() {
        return batchId;
    }

    /** Returns since when the order has been in doubt; only meaningful while {@link #isInDoubt()}. */
    public long doubtSinceMillis() {
        return doubtSinceMillis;
    }

    /** Returns the terms that its owner wants; they differ from those of the request once it is amended. */
    public Terms terms() {
        return terms;
    }

    /** Returns the terms under which it is sent, or under which the venue has it. */
    public Terms working() {
        return working;
    }

    /** Returns the price at which the risk gate counts what is open of it; the risk gate's own. */
    public long countedPrice() {
        return countedPrice;
    }

    /** Returns how much of it the risk gate counts as open; the risk gate's own. */
    public long countedAmount() {
        return countedAmount;
    }

    /** Notes what the risk gate counts. */
    public void counted(long price, long amount) {
        countedPrice = price;
        countedAmount = amount;
    }

    /** Notes that a reading of the venue's records shows the order; the reconciler's own. */
    public void shownIn(int reading) {
        shownIn = reading;
    }

    /** Returns whether the reading is the last that showed the order; the reconciler's own. */
    public boolean isShownIn(int reading) {
        return shownIn == reading;
    }

    /** Returns whether an amendment waits for its call. */
    public boolean isAmendQueued() {
        return amendStage == Stage.QUEUED;
    }

    /** Returns the amount as the venue counts it: negative for a sale. */
    public long signedAmount() {
        return request.side() == Side.BUY ? working.amount() : -working.amount();
    }

    /** Returns the wanted amount as the venue counts it. */
    public long signedTermsAmount() {
        return request.side() == Side.BUY ? terms.amount() : -terms.amount();
    }

    /** Returns whether {@code other} asks for this very order, so that it gets the same answer. */
    public boolean isFor(SubmitOrder other) {
        // absent and false are the same wish
        return request.equals(other)
                || (request.mustRest() == other.mustRest()
                        && request.mustReduce() == other.mustReduce()
                        && unmarked(request).equals(unmarked(other)));
    }

    private static SubmitOrder unmarked(SubmitOrder order) {
        return new SubmitOrder(
                order.account(),
                order.clientOrderId(),
                order.instrument(),
                order.side(),
                order.type(),
                order.price(),
                order.amount(),
                null,
                null);
    }

    /** Returns the sequence under which it was accepted, 0 until that is durable. */
    public long acceptedSequence() {
        return acceptedSequence;
    }

    /** Returns whether the database has it. */
    public boolean isDurable() {
        return acceptedSequence > 0;
    }

    /** Returns the order as the database has it, or null while its acceptance is not durable. */
    public @Nullable OrderView durableView() {
        if (!isDurable()) {
            return null;
        }
        OrderChange change = durableChange == null ? OrderChange.acceptance(this) : durableChange;
        return change.view(durableSequence);
    }

    /** Returns how much of it is filled as the database has it. */
    public long durableFilled() {
        return durableChange == null ? 0 : durableChange.filled();
    }

    /** Returns whether the database has it as final. */
    public boolean isDurablyFinal() {
        return durableChange != null && durableChange.status().isFinal();
    }

    /** Notes that the acceptance is in the database. */
    public void accepted(long sequence) {
        acceptedSequence = sequence;
        durableSequence = sequence;
    }

    /** Notes what the database has now. */
    public void durable(OrderChange change, long sequence) {
        durableChange = change;
        durableSequence = sequence;
    }

    /** Takes the state as the database has it, at start. */
    public void restore(OrderView view, long acceptedSequence, long batchId, @Nullable Amended known) {
        this.status = view.status();
        this.updatedMillis = view.updatedEpochMillis();
        this.filled = view.filled().units();
        Price average = view.averagePrice();
        this.averagePrice = average == null ? 0 : average.units();
        this.venueOrderId = view.venueOrderId();
        this.reason = view.reason();
        this.cancelRequested = view.cancelRequested();
        this.batchId = batchId;
        this.unsent = status == OrderStatus.QUEUED;
        if (known != null) {
            Price wanted = view.price();
            this.terms =
                    new Terms(wanted == null ? 0 : wanted.units(), view.amount().units());
            this.working = known.working();
            this.amendWanted = known.due();
            this.amended = true;
        }
        this.acceptedSequence = acceptedSequence;
        this.durableChange = new OrderChange(this);
        this.durableSequence = view.sequence();
    }

    Order copy() {
        Order copy = new Order(request, cid, createdMillis);
        copy.status = status;
        copy.updatedMillis = updatedMillis;
        copy.filled = filled;
        copy.averagePrice = averagePrice;
        copy.batchId = batchId;
        copy.doubtSinceMillis = doubtSinceMillis;
        copy.cancelRequested = cancelRequested;
        copy.cancelStage = cancelStage;
        copy.amendStage = amendStage;
        copy.amendWanted = amendWanted;
        copy.amended = amended;
        copy.terms = terms;
        copy.working = working;
        copy.venueOrderId = venueOrderId;
        copy.reason = reason;
        copy.unsent = unsent;
        copy.killed = killed;
        copy.reduces = reduces;
        copy.filledByTrades = filledByTrades;
        copy.notional = notional;
        copy.trades = trades == null ? null : new HashMap<>(trades);
        copy.durableChange = durableChange == null ? null : durableChange.of(copy);
        copy.durableSequence = durableSequence;
        copy.acceptedSequence = acceptedSequence;
        return copy;
    }

    boolean isAtVenue() {
        return status == OrderStatus.ACTIVE || status == OrderStatus.PARTIAL;
    }

    long amount() {
        return working.amount();
    }

    /** Counts a fill. Returns false if the trade was counted before. */
    boolean count(VenueFill fill) {
        if (trades == null) {
            trades = new HashMap<>(4);
        }
        if (trades.putIfAbsent(fill.tradeId(), fill.fee() != null) != null) {
            return false;
        }
        filledByTrades += fill.amount();
        notional = notional.add(BigInteger.valueOf(fill.price()).multiply(BigInteger.valueOf(fill.amount())));
        return true;
    }

    /** Returns whether a fill that was counted before says a fee that was not known. */
    boolean learnsFee(VenueFill fill) {
        return fill.fee() != null && trades != null && Boolean.FALSE.equals(trades.put(fill.tradeId(), true));
    }

    long filledByTrades() {
        return filledByTrades;
    }

    /** Returns the mean price of the counted fills. */
    long averageOfTrades() {
        return notional.divide(BigInteger.valueOf(filledByTrades)).longValueExact();
    }

    OrderView view(OrderChange change, long sequence) {
        return new OrderView(
                orderId(),
                request.account(),
                request.clientOrderId(),
                request.instrument(),
                request.side(),
                request.type(),
                change.terms().price() == 0 ? null : new Price(change.terms().price()),
                new Amount(change.terms().amount()),
                request.mustRest(),
                request.mustReduce() ? true : null,
                change.status(),
                new Amount(change.filled()),
                change.averagePrice() == 0 ? null : new Price(change.averagePrice()),
                change.venueOrderId(),
                change.reason(),
                change.cancelRequested(),
                sequence,
                createdMillis,
                change.updatedMillis());
    }
}
