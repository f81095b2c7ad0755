package tradelab.venue.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tradelab.venue.backoffice.Backoffice;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.Exchange;
import tradelab.venue.exchange.Fields;
import tradelab.venue.exchange.Refusal;
import tradelab.venue.wire.Inputs;

/**
 * Answers {@code /v1/...}. What is asked travels in a header as base64 of JSON, signed by the key's secret; numbers are
 * text, times are seconds. It is the same exchange underneath: orders of both APIs meet in one book.
 *
 * <p>Runs on the event loop that owns the exchange.
 */
public final class LegacyApi {
    private static final String PREFIX = "/v1/";

    private final Exchange exchange;
    private final LegacyMarkets markets;
    private final LegacyOrders orders;
    private final LegacyMoney money;
    private final LegacyOffers offers;

    public LegacyApi(Exchange exchange, Backoffice backoffice, LongSupplier clockMillis) {
        this.exchange = exchange;
        this.markets = new LegacyMarkets(exchange, clockMillis);
        this.orders = new LegacyOrders(exchange);
        this.money = new LegacyMoney(exchange, backoffice);
        this.offers = new LegacyOffers(backoffice);
    }

    /**
     * Returns the JSON answer of a {@code GET}, or null if there is no such path.
     *
     * @param parameter returns a query parameter's text, or null
     */
    public @Nullable String read(String path, UnaryOperator<@Nullable String> parameter) {
        return path.startsWith(PREFIX) ? markets.answer(path.substring(PREFIX.length()), parameter) : null;
    }

    /**
     * Returns the JSON answer of a signed {@code POST}, or null if there is no such path.
     *
     * @param header returns a header's text, or null
     * @throws Refusal if the caller is not who it says, or the exchange does not do it
     */
    public @Nullable String command(String path, UnaryOperator<@Nullable String> header, long nowMillis) {
        String key = header.apply("X-BFX-APIKEY");
        String payload = header.apply("X-BFX-PAYLOAD");
        String signature = header.apply("X-BFX-SIGNATURE");
        Account account = key == null ? null : exchange.account(key);
        if (account == null || payload == null || signature == null) {
            throw new Refusal(Refusal.AUTH, "Could not find a key matching the given X-BFX-APIKEY.");
        }
        if (!account.signatures().matches(payload, signature)) {
            throw new Refusal(Refusal.AUTH, "Invalid X-BFX-SIGNATURE.");
        }
        JsonNode body = decoded(payload);
        JsonNode nonce = Fields.field(body, "nonce");
        if (nonce == null || !account.nonces().tryTake(nonce.asText())) {
            throw new Refusal(Refusal.NONCE, "Nonce is too small.");
        }
        if (!path.startsWith(PREFIX)) {
            return null;
        }
        String name = path.substring(PREFIX.length());
        String answer = orders.answer(account, name, body, nowMillis);
        answer = answer == null ? offers.answer(account, name, body, nowMillis) : answer;
        return answer == null ? money.answer(account, name, body, nowMillis) : answer;
    }

    private static JsonNode decoded(String payload) {
        try {
            JsonNode body = Inputs.read(new String(Base64.getDecoder().decode(payload), StandardCharsets.UTF_8));
            if (body != null && body.isObject()) {
                return body;
            }
        } catch (IllegalArgumentException e) {
            throw invalidPayload(); // not base64
        }
        throw invalidPayload();
    }

    private static Refusal invalidPayload() {
        return new Refusal(Refusal.PARAMETER, "Invalid X-BFX-PAYLOAD.");
    }
}
