package tradelab.venue.inspect;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tradelab.contracts.Json;
import tradelab.venue.journal.Arrival;
import tradelab.venue.journal.Ledger;

/** Writes the ledger to a file, a JSON object a line. */
public final class LedgerFile {
    private LedgerFile() {}

    /** Writes every retained entry; the ledger must not change meanwhile. */
    public static long write(Ledger ledger, Path file) throws IOException {
        long after = 0;
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            List<Arrival> page = ledger.page(0, Ledger.PAGE_MAX);
            while (!page.isEmpty()) {
                for (Arrival arrival : page) {
                    out.write(Json.write(ArrivalView.of(arrival)).toString());
                    out.newLine();
                }
                after = page.getLast().sequence();
                page = ledger.page(after, Ledger.PAGE_MAX);
            }
        }
        return after;
    }
}
