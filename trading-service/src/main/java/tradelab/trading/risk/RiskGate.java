package tradelab.trading.risk;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Price;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;
import tradelab.trading.order.Order;

/**
 * The gate that every order passes before anything of it is stored. Each rule is a small class; this one says in which
 * order they are asked, and remembers what they need.
 *
 * <p>Not thread-safe: one event loop owns it. The time is an argument.
 */
public final class RiskGate {
    /*
     * The order: may this be traded at all (account, instrument, restricted list, maker-only), does its market take it now
     * (session, kind, status), is it well formed (tick, lot, price limits), is its price sane (collar), is it too much
     * (size, notional, exposure), does it harm its own account (self-match), and last what counts up (equal orders,
     * rate), so that an order that is refused uses nothing up. The kill switch is asked before all of them.
     */

    /**
     * The bounds that hold for everybody.
     *
     * @param halted whether nothing new is taken at all
     * @param accounts that trade here; empty for all
     * @param priceTick of venues without price steps of their own
     * @param duplicateWindow in which equal orders are counted
     * @param quoteAgeMax an older quote counts as none
     * @param limits of the settings
     */
    public record Bounds(
            boolean halted,
            Set<String> accounts,
            Tradable tradable,
            Price priceMax,
            Price priceTick,
            Amount amountMin,
            Amount amountMax,
            Amount amountLot,
            Duration duplicateWindow,
            Duration quoteAgeMax,
            RiskLimits limits) {
        public Bounds {
            accounts = Set.copyOf(accounts);
            if (amountLot.units() == 0) {
                throw new IllegalArgumentException("amountLot: expected above 0, got 0");
            }
            if (amountMin.compareTo(amountMax) > 0) {
                throw new IllegalArgumentException("amountMin: expected at most " + amountMax + ", got " + amountMin);
            }
        }
    }

    private final Bounds bounds;
    private final Quotes quotes;
    private final MarketFacts facts = new MarketFacts();
    private final AccountBooks books;
    private final RecentOrders recent;
    private final List<RiskRule> rules;
    private final DuplicateRule duplicates;
    private final Map<String, LongUnaryOperator> clocks = new HashMap<>();
    private LimitBook limits;

    public RiskGate(Bounds bounds) {
        this.bounds = bounds;
        this.quotes = new Quotes(bounds.quoteAgeMax());
        this.books = new AccountBooks(quotes::last);
        this.recent = new RecentOrders(bounds.duplicateWindow());
        this.limits = new LimitBook(bounds.limits(), List.of());
        this.duplicates = new DuplicateRule(recent);
        this.rules = List.of(
                new KnownAccountRule(bounds.accounts()),
                new KnownInstrumentRule(bounds.tradable()),
                new RestrictedRule(),
                new MakerOnlyRule(),
                new SessionRule(),
                new OrderKindRule(),
                new InstrumentStatusRule(facts),
                new TickRule(bounds.priceTick(), facts),
                new LotRule(bounds.amountMin(), bounds.amountLot(), facts),
                new PriceLimitRule(bounds.priceMax(), facts),
                new PriceCollarRule(quotes),
                new SizeRule(bounds.amountMax()),
                WorthRule.notional(quotes),
                WorthRule.exposure(books, quotes),
                new SelfMatchRule(books));
    }

    /** What is known of quotes; to be kept up to date from the market data's topic. */
    public Quotes quotes() {
        return quotes;
    }

    /** What venues say of their instruments. */
    public MarketFacts facts() {
        return facts;
    }

    /** The market {@code venue} has a clock of its own. */
    public void clock(String venue, LongUnaryOperator wallToMarketMillis) {
        clocks.put(venue, wallToMarketMillis);
    }

    /** What is open; to be told of every step of every order. */
    public AccountBooks books() {
        return books;
    }

    /** From now on these limits hold. */
    public void limits(List<LimitBook.Entry> entries) {
        limits = new LimitBook(bounds.limits(), entries);
    }

    /** Returns the limits of the settings, which hold for everybody. */
    public RiskLimits always() {
        return bounds.limits().and(RiskLimits.ofAmount(bounds.amountMax()));
    }

    /** Returns whether an account may send only post-only orders in this instrument: asked again at the last gate. */
    public boolean isMakerOnly(SubmitOrder order) {
        return Boolean.TRUE.equals(limits.of(order).makerOnly());
    }

    /** Returns why an order that was taken may not be sent any more, or null: limits change while it waits. */
    public @Nullable String stopped(SubmitOrder order) {
        return !order.mustRest() && isMakerOnly(order)
                ? Reason.POST_ONLY + ": MAKER_ONLY: the account became maker-only before the order was sent"
                : null;
    }

    /**
     * Returns why a new order is not taken, or null; then it is counted.
     *
     * @param nowMillis wall clock
     */
    public @Nullable Refused refusal(SubmitOrder order, long nowMillis, long nowNanos) {
        RiskRequest request = new RiskRequest(order, limits.of(order), 0, nowMillis, marketMillis(order, nowMillis));
        Refused refused = refusal(request);
        if (refused == null) {
            refused = duplicates.check(request);
        }
        if (refused == null) {
            refused = rate(request, nowNanos);
        }
        Integer alike = request.limits().equalOrdersMax();
        if (refused == null && alike != null) {
            recent.sent(order, alike, nowMillis);
        }
        return refused;
    }

    /** Returns why {@code open} may not become {@code amended}, or null. */
    public @Nullable Refused amendment(Order open, SubmitOrder amended, long nowMillis) {
        long asked = open.terms().amount();
        if (Markets.isTaiwan(amended.instrument()) && amended.amount().units() > asked) {
            return RiskRequest.refused(
                    Reason.AMOUNT_LIMIT, "AMENDMENT", "amount", "at most " + new Amount(asked), amended.amount());
        }
        long before = AccountBooks.notional(open.countedPrice(), open.countedAmount());
        return refusal(
                new RiskRequest(amended, limits.of(amended), before, nowMillis, marketMillis(amended, nowMillis)));
    }

    private long marketMillis(SubmitOrder order, long nowMillis) {
        LongUnaryOperator clock = clocks.get(order.instrument().venue());
        return clock == null ? nowMillis : clock.applyAsLong(nowMillis);
    }

    private @Nullable Refused refusal(RiskRequest request) {
        if (bounds.halted()) {
            return new Refused(Reason.HALTED, "STATE: trading is halted by its settings");
        }
        for (RiskRule rule : rules) {
            Refused refused = rule.check(request);
            if (refused != null) {
                return refused;
            }
        }
        return null;
    }

    /** The only rule that uses something up by being asked, so it comes last. */
    private @Nullable Refused rate(RiskRequest request, long nowNanos) {
        Integer limit = request.limits().ordersPerSecond();
        String account = request.order().account();
        return limit == null || recent.mayGo(account, limit, nowNanos)
                ? null
                : RiskRequest.refused(
                        Reason.RATE_LIMIT,
                        "RATE",
                        "orders of " + account,
                        "at most " + limit + " a second",
                        "one more");
    }
}
