package tradelab.trading.desk;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.Instrument;
import tradelab.trading.order.ClientIds;
import tradelab.trading.order.Effect;
import tradelab.trading.order.OrderCore;
import tradelab.trading.order.VenueFill;
import tradelab.trading.order.VenueReport;
import tradelab.trading.reconcile.Homes;
import tradelab.trading.reconcile.Reconciler;
import tradelab.trading.risk.MarketFacts;
import tradelab.trading.venue.InstrumentFacts;
import tradelab.trading.venue.VenueEvents;

/** Takes what the venue tells to the partition it is about. What cannot be taken in now is read from the records later. */
final class StreamListener implements VenueEvents {
    private static final Logger LOG = LoggerFactory.getLogger(StreamListener.class);

    private final TradingFloor floor;
    private final Homes homes;
    private final Reconciler reconciler;
    private final LongSupplier millis;
    private final ObjLongConsumer<String> pause;

    StreamListener(
            TradingFloor floor,
            Homes homes,
            Reconciler reconciler,
            LongSupplier millis,
            ObjLongConsumer<String> pause) {
        this.floor = floor;
        this.homes = homes;
        this.reconciler = reconciler;
        this.millis = millis;
        this.pause = pause;
    }

    @Override
    public void report(VenueReport report) {
        List<TradingDay> days = floor.days();
        boolean known = !homes.mayBeOurs(report) && days.stream().anyMatch(day -> knows(day, report));
        for (TradingDay day : days) {
            if (known ? knows(day, report) : homes.of(report) == day.partition()) {
                tell(day, (core, now) -> core.report(report, false, now));
            }
        }
    }

    @Override
    public void fill(VenueFill fill) {
        for (TradingDay day : floor.days()) {
            if (fill.cid() > 0
                    ? ClientIds.partition(fill.cid()) == day.partition()
                    : day.core().knows(fill.venueOrderId())) {
                tell(day, (core, now) -> core.fill(fill, now));
            }
        }
    }

    private static boolean knows(TradingDay day, VenueReport report) {
        return day.core().knows(report.venueOrderId());
    }

    @Override
    public void instrument(InstrumentFacts facts) {
        MarketFacts.Facts known = floor.risk().facts().get(facts.instrument());
        floor.risk()
                .facts()
                .put(
                        facts.instrument(),
                        new MarketFacts.Facts(
                                facts.low(),
                                facts.high(),
                                facts.least(),
                                facts.most(),
                                known != null && known.halted(),
                                facts.fund()));
    }

    @Override
    public void halted(Instrument instrument, boolean halted) {
        floor.risk().facts().halted(instrument, halted);
    }

    @Override
    public void listed(String code) {
        floor.risk().facts().listed(code);
    }

    @Override
    public void pause(long nanos, String why) {
        pause.accept(why, nanos);
    }

    private void tell(TradingDay day, BiFunction<OrderCore, Long, List<Effect>> event) {
        if (day.commits().isBehind() || !day.holds()) {
            reconciler.soon();
        } else {
            var _ = day.steps().apply(event.apply(day.core(), millis.getAsLong()));
        }
    }

    @Override
    public void connected() {
        reconciler.soon();
    }

    @Override
    public void disconnected(String why) {
        LOG.debug("event=venue_stream_down cause=\"{}\"", why);
    }
}
