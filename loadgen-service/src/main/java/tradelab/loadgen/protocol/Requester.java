package tradelab.loadgen.protocol;

import tradelab.loadgen.engine.Exchange;
import tradelab.loadgen.operation.Request;

/** An exchange that can be given requests which no operation describes. */
interface Requester extends Exchange {
    void send(int slot, Request request);
}
