package tradelab.trading.desk;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.Instrument;
import tradelab.trading.batch.Dispatcher;
import tradelab.trading.order.Order;
import tradelab.trading.risk.RiskGate;
import tradelab.trading.venue.GuardedVenue;

/**
 * All venues, and which order goes where.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
final class VenueDesks {
    private static final Logger LOG = LoggerFactory.getLogger(VenueDesks.class);

    private final List<VenueDesk> desks;
    private final Map<String, VenueDesk> byCode = new TreeMap<>();

    VenueDesks(List<VenueDesk> desks, RiskGate risk) {
        this.desks = List.copyOf(desks);
        for (VenueDesk desk : desks) {
            for (String code : desk.codes()) {
                if (byCode.put(code, desk) != null) {
                    throw new IllegalArgumentException("trading.venues: expected one venue for " + code + ", got two");
                }
                risk.clock(code, desk.venue()::marketMillis);
            }
        }
    }

    /** Returns the venues of the instruments that are traded here, such as {@code TWSE}. */
    Set<String> codes() {
        return byCode.keySet();
    }

    /** Returns whether orders of the instrument have somewhere to go. */
    boolean has(Instrument instrument) {
        return byCode.containsKey(instrument.venue());
    }

    /** Returns the name of the venue that the order goes to, or null if it is not there any more. */
    @Nullable
    String venue(Order order) {
        VenueDesk desk = desk(order);
        return desk == null ? null : desk.name();
    }

    private @Nullable VenueDesk desk(Order order) {
        return byCode.get(order.request().instrument().venue());
    }

    void add(Order order) {
        to(order, dispatcher -> dispatcher.add(order));
    }

    void addCancel(Order order) {
        to(order, dispatcher -> dispatcher.addCancel(order));
    }

    void addAmend(Order order) {
        to(order, dispatcher -> dispatcher.addAmend(order));
    }

    /** An order of a venue that is switched off stays as it is, until the venue is back or somebody cancels it. */
    private void to(Order order, Consumer<Dispatcher> action) {
        VenueDesk desk = desk(order);
        if (desk == null) {
            LOG.error(
                    "event=venue_not_there order={} instrument={}",
                    order.orderId(),
                    order.request().instrument());
        } else {
            action.accept(desk.dispatcher());
        }
    }

    /** Returns how much waits for the venue of the instrument. */
    int waiting(Instrument instrument) {
        VenueDesk desk = byCode.get(instrument.venue());
        return desk == null ? 0 : desk.dispatcher().waiting();
    }

    /** As {@link VenueDesk#waitMillis}, of the venue of the instrument. */
    long waitMillis(Instrument instrument) {
        VenueDesk desk = byCode.get(instrument.venue());
        return desk == null ? 0 : desk.waitMillis();
    }

    int waiting() {
        return desks.stream().mapToInt(desk -> desk.dispatcher().waiting()).sum();
    }

    /** Returns whether an operation of {@code partition} is claimed or on a wire. */
    boolean carries(int partition) {
        return desks.stream().anyMatch(desk -> desk.dispatcher().carries(partition));
    }

    void reconsider() {
        desks.forEach(desk -> desk.dispatcher().reconsider());
    }

    /** As {@link VenueDesk#pace}: each venue counts its own calls. */
    void pace(int owned, long spentNanos) {
        desks.forEach(desk -> desk.pace(owned, spentNanos));
    }

    void close() {
        desks.forEach(desk -> desk.dispatcher().close());
    }

    void add(TradingDay day) {
        desks.forEach(desk -> desk.add(day));
    }

    void remove(TradingDay day) {
        desks.forEach(desk -> desk.remove(day));
    }

    void follow(TradingFloor floor, LongSupplier millis) {
        desks.forEach(desk -> desk.follow(floor, millis));
    }

    /** Returns the venues by their names. */
    Map<String, GuardedVenue> venues() {
        Map<String, GuardedVenue> venues = new LinkedHashMap<>();
        desks.forEach(desk -> venues.put(desk.name(), desk.venue()));
        return venues;
    }

    /** Reads the records of every venue once. Never fails. */
    Future<Void> read() {
        return Future.join(desks.stream().map(desk -> desk.reconciler().read()).toList())
                .mapEmpty();
    }

    void readSoon() {
        desks.forEach(desk -> desk.reconciler().soon());
    }

    void stop() {
        desks.forEach(desk -> desk.reconciler().stop());
    }

    /** Returns why the records of a venue could not be read, empty if they could. */
    String failure() {
        return desks.stream()
                .filter(desk -> !desk.reconciler().failure().isEmpty())
                .map(desk -> desk.name() + ": " + desk.reconciler().failure())
                .findFirst()
                .orElse("");
    }

    Future<Void> leave() {
        return Future.join(desks.stream().map(desk -> desk.venue().close()).toList())
                .mapEmpty();
    }
}
