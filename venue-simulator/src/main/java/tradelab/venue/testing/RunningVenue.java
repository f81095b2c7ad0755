package tradelab.venue.testing;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import tradelab.contracts.Decimals;
import tradelab.venue.VenueControls;
import tradelab.venue.fault.ArrivalEntry;
import tradelab.venue.fault.FaultKind;
import tradelab.venue.fault.FaultScope;
import tradelab.venue.fault.FaultSpec;
import tradelab.venue.journal.Arrival;
import tradelab.venue.journal.LedgerSummary;
import tradelab.venue.matching.OrderKind;

/** A venue that runs beside a test: where it is, what goes wrong in it, and the truth about what arrived. Thread-safe. */
public final class RunningVenue {
    private final VenueControls controls;
    private final int port;
    private final String key;
    private final String secret;
    private final boolean taiwan;

    RunningVenue(VenueControls controls, int port, String key, String secret, boolean taiwan) {
        this.controls = controls;
        this.port = port;
        this.key = key;
        this.secret = secret;
        this.taiwan = taiwan;
    }

    public int port() {
        return port;
    }

    /** Returns where REST is: {@code http://127.0.0.1:PORT}; paths begin with {@code /v2/}. */
    public URI rest() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Returns where the WebSocket is. */
    public URI webSocket() {
        return URI.create("ws://127.0.0.1:" + port + "/ws/2");
    }

    /** Returns where the Taiwan market's WebSocket is. */
    public URI taiwanWebSocket() {
        if (!taiwan) {
            throw new IllegalStateException("the Taiwan market is switched off: VenueSimulator.builder().taiwan()");
        }
        return URI.create("ws://127.0.0.1:" + port + "/taiwan/ws/1");
    }

    /** Returns the account's API key. */
    public String key() {
        return key;
    }

    public String secret() {
        return secret;
    }

    /** Returns what goes wrong. */
    public Faults faults() {
        return new Faults(controls);
    }

    /** Returns the orders that arrived with a sequence above {@code after}, oldest first; at most 10,000. */
    public List<Arrival> ledger(long after) {
        return VenueSimulator.await(controls.ledger(after));
    }

    public LedgerSummary summary() {
        return VenueSimulator.await(controls.summary());
    }

    /** Returns every arrival with a sequence above {@code after}, refused ones too, oldest first; at most 10,000. */
    public List<ArrivalEntry> arrivals(long after) {
        return VenueSimulator.await(controls.arrivals(after));
    }

    /**
     * Puts a limit order of the house into a book, for the test to trade against. Returns its id.
     *
     * @param amount decimal text, positive buys
     * @param price decimal text
     */
    public long limit(String symbol, String amount, String price) {
        return VenueSimulator.await(controls.submitHouse(
                symbol, OrderKind.LIMIT, Decimals.parse("amount", amount), Decimals.parse("price", price)));
    }

    /** Lets the house trade against what rests in a book. */
    public void market(String symbol, String amount) {
        long _ = VenueSimulator.await(
                controls.submitHouse(symbol, OrderKind.MARKET, Decimals.parse("amount", amount), 0));
    }

    /** Puts the venue's clock forward: orders and faults whose time is over end. */
    public void advance(Duration by) {
        long _ = VenueSimulator.await(controls.advance(by));
    }

    /** Faults of a running venue. */
    public static final class Faults {
        private final VenueControls controls;

        Faults(VenueControls controls) {
            this.controls = controls;
        }

        /** Puts a fault in force; returns its id. */
        public String add(FaultSpec spec) {
            return VenueSimulator.await(controls.addFault(spec));
        }

        /** Puts a fault in force that strikes everything at a route, {@code /v2/auth/w/*} for example. */
        public String add(FaultKind kind, String route) {
            return add(FaultSpec.of(kind, new FaultScope(route, null, null, null, null, null)));
        }

        /** Ends a fault; returns how often it struck, or 0 if it was not in force any more. */
        public long remove(String id) {
            Long strikes = VenueSimulator.await(controls.removeFault(id));
            return strikes == null ? 0 : strikes;
        }

        /** Returns the ids of what is in force. */
        public List<String> inForce() {
            return VenueSimulator.await(controls.faults());
        }

        /** Ends all faults. */
        public void clear() {
            int _ = VenueSimulator.await(controls.clearFaults());
        }
    }
}
