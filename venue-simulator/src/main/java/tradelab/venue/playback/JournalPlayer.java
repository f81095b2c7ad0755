package tradelab.venue.playback;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.AccountObserver;
import tradelab.venue.exchange.Exchange;
import tradelab.venue.exchange.ExchangeLimits;
import tradelab.venue.exchange.Fields;
import tradelab.venue.exchange.Position;
import tradelab.venue.exchange.Refusal;
import tradelab.venue.journal.JournalEntry;
import tradelab.venue.journal.Ledger;
import tradelab.venue.market.Market;
import tradelab.venue.market.MarketObserver;
import tradelab.venue.market.MarketSpec;
import tradelab.venue.wire.Inputs;
import tradelab.venue.wire.OrderBatch;

/** Does again what a journal says, on an exchange of its own. Not thread-safe. */
public final class JournalPlayer {
    private static final int LEDGER_MAX = 100_000;

    private final Exchange exchange;
    private final Ledger ledger = new Ledger(LEDGER_MAX);
    private long entries;
    private long refusals;

    public JournalPlayer(VenueSetup setup, AccountObserver accounts, MarketObserver markets) {
        AtomicLong ids = new AtomicLong(setup.orderIdsFrom());
        exchange = new Exchange(
                new ExchangeLimits(setup.openOrdersMax()), ids::incrementAndGet, ledger, accounts, Runnable::run);
        for (MarketSpec spec : setup.markets()) {
            exchange.add(new Market(spec, setup.bookOrdersMax(), ids::incrementAndGet, markets, exchange.orders()));
        }
        int owner = 0;
        for (VenueSetup.Holder holder : setup.accounts()) {
            exchange.add(new Account(++owner, holder.spec(), setup.historyMax()));
        }
    }

    /**
     * Plays a whole file and returns the player as it is then.
     *
     * @throws IllegalArgumentException naming the line that is no entry
     */
    public static JournalPlayer play(Path file) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            String first = in.readLine();
            JournalPlayer player =
                    new JournalPlayer(VenueSetup.of(first == null ? "" : first), Silence.ACCOUNTS, Silence.MARKETS);
            int number = 1;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                player.play(entry(number, line));
            }
            return player;
        }
    }

    private static JournalEntry entry(int number, String line) {
        JsonNode row = Inputs.read(line);
        try {
            if (row != null && row.isArray()) {
                return JournalEntry.of(row);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("journal: line " + number + ": " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("journal: line " + number + ": expected a JSON array");
    }

    public Exchange exchange() {
        return exchange;
    }

    public Ledger ledger() {
        return ledger;
    }

    /** Returns how many entries were played. */
    public long entries() {
        return entries;
    }

    /** Returns how many claims and increases of positions were refused. */
    public long refusals() {
        return refusals;
    }

    /** Does what an entry says. */
    public void play(JournalEntry entry) {
        entries++;
        switch (entry) {
            case JournalEntry.Request request -> request(request);
            case JournalEntry.Expiry expiry -> exchange.expire(expiry.millis());
            case JournalEntry.NextId _ -> {
                long _ = exchange.nextId();
            }
            case JournalEntry.Transfer it ->
                exchange.transfer(
                        account(it.owner()),
                        it.from(),
                        it.to(),
                        it.currency(),
                        it.currencyTo(),
                        it.units(),
                        it.millis(),
                        it.why());
            case JournalEntry.Paid it ->
                exchange.pay(account(it.owner()), it.type(), it.currency(), it.units(), it.millis(), it.why());
            case JournalEntry.SetAside it ->
                exchange.setAside(account(it.owner()), it.type(), it.currency(), it.units());
            case JournalEntry.HouseOrder it -> {
                long _ = market(it.symbol()).desk().submit(it.kind(), it.amount(), it.price(), it.millis());
            }
            case JournalEntry.HouseCancel it -> {
                boolean _ = market(it.symbol()).desk().cancel(it.orderId(), it.millis());
            }
            case JournalEntry.HouseSettled it -> market(it.symbol()).desk().publish(it.millis());
        }
    }

    private void request(JournalEntry.Request request) {
        Account account = account(request.owner());
        try {
            switch (request.name()) {
                case "claim" -> {
                    Position _ = exchange.claim(account, request.body(), request.millis());
                }
                case "increase" -> {
                    Position _ = exchange.increase(account, request.body(), request.millis());
                }
                default -> OrderBatch.run(exchange, account, request.name(), request.body(), request.millis(), _ -> {});
            }
        } catch (Refusal refusal) {
            refusals++; // it was refused the first time too
        }
        exchange.publish();
    }

    private Account account(int owner) {
        if (owner < 1 || owner > exchange.accounts().size()) {
            throw new IllegalArgumentException("owner: expected one of the accounts, got " + owner);
        }
        return exchange.accounts().get(owner - 1);
    }

    private Market market(String symbol) {
        Market market = exchange.market(symbol);
        if (market == null) {
            throw Fields.invalid("symbol", symbol);
        }
        return market;
    }
}
