package tradelab.venue.fault;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What arrived, and what became of it.
 *
 * @param sequence counts arrivals from 1
 * @param route path, or {@code ws/} and the name of the input
 * @param account the API key that the client named; nobody has checked it if it was refused
 * @param connection number of the WebSocket connection; 0 for REST
 * @param agent what the program that sent it calls itself, of a request or a handshake
 * @param executed whether it reached the exchange behind the faults
 * @param answer what left: an HTTP status, {@code sent}, {@code none}, {@code cut}, {@code refused}; null until then
 * @param firstOrder sequence in the ledger of the first order it brought; 0 if it brought none
 * @param lastOrder of the last one
 * @param faults ids of the faults that struck it
 */
public record ArrivalEntry(
        long sequence,
        long receivedMillis,
        String route,
        @Nullable String account,
        long connection,
        @Nullable String agent,
        boolean executed,
        @Nullable String answer,
        long firstOrder,
        long lastOrder,
        List<String> faults) {}
