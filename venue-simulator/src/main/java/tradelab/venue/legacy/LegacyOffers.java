package tradelab.venue.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.contracts.Require;
import tradelab.venue.backoffice.Backoffice;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.Fields;
import tradelab.venue.exchange.Refusal;
import tradelab.venue.wire.Inputs;

/** Offers to lend in the first API: rates are percents a year rather than parts a day. */
record LegacyOffers(Backoffice office) {
    private static final BigDecimal PERCENT_DAYS = new BigDecimal(36_500);

    private static final int ID = 0;
    private static final int SYMBOL = 1;
    private static final int CREATED = 2;
    private static final int REMAINING = 4;
    private static final int ORIGINAL = 5;
    private static final int TYPE = 6;
    private static final int STATUS = 10;
    private static final int RATE = 14;
    private static final int PERIOD = 15;

    @Nullable
    String answer(Account account, String path, JsonNode body, long now) {
        return switch (path) {
            case "offer/new" -> submit(account, body, now);
            case "offer/cancel" -> cancel(account, body, now);
            case "offer/status" -> status(account, body, now);
            case "offers" -> offers(account, now);
            case "credits", "mytrades_funding", "taken_funds", "unused_taken_funds", "total_taken_funds" ->
                "[]"; // what was offered was never taken
            default -> null;
        };
    }

    private String submit(Account account, JsonNode body, long now) {
        if (!Fields.text(body, "direction", "lend").equals("lend")) {
            throw new Refusal(Refusal.GENERIC, "Invalid offer: nobody lends here");
        }
        BigDecimal rate = BigDecimal.valueOf(Fields.decimal(body, "rate", 0), Decimals.SCALE)
                .divide(PERCENT_DAYS, Decimals.SCALE, RoundingMode.HALF_EVEN);
        JsonNode offer = Legacy.object()
                .put("type", rate.signum() == 0 ? "FRRDELTAVAR" : "LIMIT")
                .put("symbol", "f" + Fields.text(body, "currency", "").toUpperCase(Locale.ROOT))
                .put("amount", Decimals.format(Fields.decimal(body, "amount", 0)))
                .put("rate", rate.toPlainString())
                .put("period", Fields.whole(body, "period", 2));
        return row(call(account, "w/funding/offer/submit", offer, now).path(4)).toString();
    }

    private String cancel(Account account, JsonNode body, long now) {
        JsonNode id = Legacy.object().put("id", Fields.whole(body, "offer_id", 0));
        try {
            return row(call(account, "w/funding/offer/cancel", id, now).path(4)).toString();
        } catch (Refusal refusal) {
            throw new Refusal(refusal.code(), "Offer could not be cancelled.");
        }
    }

    private String status(Account account, JsonNode body, long now) {
        long id = Fields.whole(body, "offer_id", Fields.whole(body, "order_id", 0)); // clients send either
        for (String path : new String[] {"r/funding/offers", "r/funding/offers/hist"}) {
            for (JsonNode offer : call(account, path, Legacy.object(), now)) {
                if (offer.path(ID).asLong() == id) {
                    return row(offer).toString();
                }
            }
        }
        throw new Refusal(Refusal.GENERIC, "No such offer found.");
    }

    private String offers(Account account, long now) {
        ArrayNode all = Legacy.array();
        call(account, "r/funding/offers", Legacy.object(), now).forEach(offer -> all.add(row(offer)));
        return all.toString();
    }

    private JsonNode call(Account account, String path, JsonNode body, long now) {
        String answer = Require.present("answer", office.answer(account, path, body, now));
        return Require.present("answer", Inputs.read(answer));
    }

    private static ObjectNode row(JsonNode offer) {
        BigDecimal original = offer.path(ORIGINAL).decimalValue();
        boolean live = offer.path(STATUS).asText().equals("ACTIVE");
        return Legacy.object()
                .put("id", offer.path(ID).asLong())
                .put("offer_id", offer.path(ID).asLong())
                .put("currency", offer.path(SYMBOL).asText().substring(1))
                .put("rate", Legacy.number(offer.path(RATE).decimalValue().multiply(PERCENT_DAYS)))
                .put("period", offer.path(PERIOD).asInt())
                .put("direction", "lend")
                .put("type", offer.path(TYPE).asText().toLowerCase(Locale.ROOT))
                .put("timestamp", Legacy.seconds(offer.path(CREATED).asLong()))
                .put("is_live", live)
                .put("is_cancelled", !live)
                .put("original_amount", Legacy.number(original))
                .put("remaining_amount", Legacy.number(offer.path(REMAINING).decimalValue()))
                .put("executed_amount", "0.0");
    }
}
