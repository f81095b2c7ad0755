package tradelab.venue.backoffice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import tradelab.contracts.Decimals;
import tradelab.venue.account.WalletType;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.Fields;
import tradelab.venue.exchange.Refusal;

/** Gives money of a completed invoice back, from the merchant's exchange wallet. */
record Refunds(Backoffice office) {
    private static final String PENDING = "PENDING";

    /** Pays back as much of an invoice as has not been yet, or less. */
    void refund(Account account, Invoice invoice, JsonNode body, long now) {
        if (!invoice.status().equals(Invoice.COMPLETED)) {
            throw new Refusal(Refusal.GENERIC, "invoice: " + invoice.status());
        }
        JsonNode payment = invoice.shown().path("payment");
        String currency = Fields.text(body, "ccy", payment.path("currency").asText());
        if (!currency.equals(payment.path("currency").asText())) {
            throw Fields.invalid("ccy", currency);
        }
        long left = Fields.decimal(payment, "amount", 0);
        for (JsonNode each : invoice.shown().path("refunds")) {
            left -= Fields.decimal(each, "amount", 0);
        }
        long amount = Fields.decimal(body, "amount", 0);
        if (amount < 1 || amount > left) {
            throw Fields.invalid("amount", Decimals.format(amount));
        }
        long available = account.wallets().of(WalletType.EXCHANGE, currency).available();
        if (amount > available) {
            throw new Refusal(
                    Refusal.GENERIC,
                    "Amount exceeds balance: available balance is only " + Decimals.format(available) + " " + currency);
        }
        String id = office.newName("refund");
        office.exchange()
                .pay(
                        account,
                        WalletType.EXCHANGE,
                        currency,
                        -amount,
                        now,
                        currency + " refund of invoice " + invoice.id());
        ObjectNode refund = invoice.shown()
                .withArrayProperty("refunds")
                .addObject()
                .put("id", id)
                .put("amount", Decimals.format(amount))
                .put("currency", currency)
                .put("status", PENDING)
                .put("createdAt", Instant.ofEpochMilli(now).toString());
        refund.set("address", body.path("address").isObject() ? body.get("address") : null);
    }

    /** Notes that a refund has arrived. */
    static void mark(Invoice invoice, JsonNode body, long now) {
        String id = Fields.text(body, "refundId", "");
        for (JsonNode each : invoice.shown().path("refunds")) {
            if (each.path("id").asText().equals(id) && each instanceof ObjectNode refund) {
                var _ = refund.put("status", Invoice.COMPLETED)
                        .put("updatedAt", Instant.ofEpochMilli(now).toString());
                return;
            }
        }
        throw new Refusal(Refusal.GENERIC, "refund: not found");
    }
}
