package tradelab.venue;

import tradelab.contracts.Require;
import tradelab.venue.exchange.Exchange;
import tradelab.venue.fault.Fault;
import tradelab.venue.fault.FaultKind;
import tradelab.venue.fault.FaultSpec;
import tradelab.venue.fault.Faults;

/** Refuses faults of markets that are not there: they would never strike, and nobody would know why. */
record KnownSymbols(Exchange exchange) implements Faults.Listener {
    @Override
    public void check(FaultSpec spec) {
        String symbol = spec.scope().symbol();
        boolean elsewhere = spec.kind() == FaultKind.TAIWAN_HALT || spec.scope().isTaiwan();
        if (symbol != null && !elsewhere && exchange.market(symbol) == null) {
            throw Require.refused("scope.symbol", "one of " + exchange.markets().keySet(), symbol);
        }
    }

    @Override
    public void begun(Fault fault) {}

    @Override
    public void ended(Fault fault) {}
}
