package tradelab.venue.backoffice;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.Exchange;

/** Keeps what the accounts do beside trading, and who holds which token. Not thread-safe. */
public final class Backoffice {
    /** The official client of Node asks for it without a signature. */
    public static final String UNSIGNED = "auth/r/ext/pay/currency/detailed";

    /** Tokens that are valid at the same time; the oldest give way. */
    private static final int TOKENS_MAX = 10_000;

    private static final long TOKEN_SECONDS_DEFAULT = 120;
    private static final long TOKEN_SECONDS_MAX = 86_400;

    /** Told when an offer to lend is made ({@code fon}) or closed ({@code foc}). */
    public interface OfferObserver {
        /** @param row as the exchange tells it */
        void offer(Account account, String event, String row);
    }

    private record Token(Account account, long endMillis) {}

    private final Exchange exchange;
    private final Map<Account, AccountFolder> folders = new LinkedHashMap<>();
    private final Map<String, Token> tokens = new LinkedHashMap<>();
    private final PulseDesk pulse = new PulseDesk(this);
    private final RecurringDesk recurring = new RecurringDesk(this);
    private OfferObserver observer = (_, _, _) -> {};
    private long lastName;

    public Backoffice(Exchange exchange) {
        this.exchange = exchange;
    }

    public void observe(OfferObserver told) {
        observer = told;
    }

    OfferObserver observer() {
        return observer;
    }

    /** Returns the account's open offers as a list of rows. */
    public String offers(Account account) {
        return LendingDesk.rows(folder(account).offers.values());
    }

    Exchange exchange() {
        return exchange;
    }

    /** Returns the venue's next id, shared with its orders. */
    long nextId() {
        return exchange.nextId();
    }

    /** Returns a name for something that is not an order, the same ones in each run. */
    String newName(String kind) {
        return UUID.nameUUIDFromBytes((kind + ++lastName).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    AccountFolder folder(Account account) {
        return folders.computeIfAbsent(account, _ -> new AccountFolder());
    }

    /** Returns a new token that stands for the account's key. */
    String issue(Account account, long seconds, long nowMillis) {
        long lives = Math.clamp(seconds == 0 ? TOKEN_SECONDS_DEFAULT : seconds, 1, TOKEN_SECONDS_MAX);
        String token = "pub:api:" + UUID.randomUUID() + "-caps:s:o:f:w:wd:a-write";
        tokens.put(token, new Token(account, nowMillis + lives * 1000));
        if (tokens.size() > TOKENS_MAX) {
            Iterator<String> oldest = tokens.keySet().iterator();
            var _ = oldest.next();
            oldest.remove();
        }
        return token;
    }

    void revoke(String token) {
        tokens.remove(token);
    }

    /** Returns whose token that is, or null if it is nobody's or no longer valid. */
    public @Nullable Account holder(String token, long nowMillis) {
        Token found = tokens.get(token);
        return found == null || found.endMillis() <= nowMillis ? null : found.account();
    }

    /** Submits the orders that come again and are due. */
    public void tick(long nowMillis) {
        folders.forEach((account, folder) -> recurring.tick(account, folder, nowMillis));
    }

    /** Returns what {@code /v2/auth/PATH} answers, or null if it is not about any of this. */
    public @Nullable String answer(Account account, String path, JsonNode body, long nowMillis) {
        for (Desk desk : List.<Desk>of(
                new MoneyDesk(this)::answer,
                new LendingDesk(this)::answer,
                new PayDesk(this)::answer,
                recurring::answer,
                pulse::answer,
                new ProfileDesk(this)::answer)) {
            String answer = desk.answer(account, path, body, nowMillis);
            if (answer != null) {
                return answer;
            }
        }
        return null;
    }

    private interface Desk {
        @Nullable
        String answer(Account account, String path, JsonNode body, long nowMillis);
    }

    /** Returns what {@code /v2/PATH} answers to anybody, or null if it is not about any of this. */
    public @Nullable String answer(String path, long end, long limit) {
        return path.equals("ext/pay/invoice/currency/detailed") || path.equals(UNSIGNED)
                ? new PayDesk(this).currencies(true)
                : pulse.answer(path, end, limit);
    }
}
