package tradelab.venue.backoffice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.Fields;
import tradelab.venue.exchange.Refusal;
import tradelab.venue.market.Market;

/**
 * What merchants do: invoices, conversions and settings below {@code ext/pay/}, as JSON objects.
 *
 * <p>Nobody pays from outside: an invoice is completed by naming money that came into the account, or it expires.
 */
record PayDesk(Backoffice office) {
    private static final String READ = "r/ext/pay/";
    private static final String WRITE = "w/ext/pay/";
    private static final long DURATION_DEFAULT = 900;
    private static final long DURATION_MIN = 300;
    private static final long DURATION_MAX = 86_400;
    private static final int TEXT_MAX = 256;
    private static final int CURRENCIES_MAX = 50;

    @Nullable
    String answer(Account account, String path, JsonNode body, long now) {
        if (!path.startsWith(READ) && !path.startsWith(WRITE)) {
            return null;
        }
        AccountFolder folder = office.folder(account);
        folder.invoices.values().forEach(each -> each.age(now));
        return path.startsWith(READ)
                ? read(folder, path.substring(READ.length()), body, now)
                : write(account, folder, path.substring(WRITE.length()), body, now);
    }

    private @Nullable String read(AccountFolder folder, String path, JsonNode body, long now) {
        return switch (path) {
            case "invoices" -> InvoiceReports.list(folder, body);
            case "invoices/paginated" -> InvoiceReports.page(folder, body);
            case "invoice/events" -> find(folder, body).shown().path("events").toString();
            case "invoice/stats/count" -> InvoiceReports.counts(folder, body);
            case "invoice/stats/earning" -> InvoiceReports.earnings(folder, body);
            case "deposits", "deposits/unlinked" -> "[]"; // nothing comes from outside
            case "settings/get" ->
                String.valueOf(folder.paySettings.getOrDefault(
                        Fields.text(body, "key", ""), JsonNodeFactory.instance.nullNode()));
            case "settings/list" -> settings(folder, body);
            case "settings/convert/list" ->
                array().addAll(folder.conversions.values()).toString();
            case "settings/daily/limit" -> "{}"; // no limits
            case "currency/list" -> currencies(false);
            case "currency/detailed" -> currencies(true);
            default -> null;
        };
    }

    private @Nullable String write(Account account, AccountFolder folder, String path, JsonNode body, long now) {
        return switch (path) {
            case "invoice/create" -> create(folder, "ECOMMERCE", body, now);
            case "invoice/create/pos" -> create(folder, "POS", body, now);
            case "invoice/update" -> update(find(folder, body), body);
            case "invoice/complete" -> complete(account, find(folder, body), body, now);
            case "invoice/expire" -> {
                Invoice invoice = open(find(folder, body));
                invoice.become(Invoice.EXPIRED, now);
                yield InvoiceReports.shown(invoice).toString();
            }
            case "invoice/refund" -> {
                Invoice invoice = find(folder, body);
                new Refunds(office).refund(account, invoice, body, now);
                yield InvoiceReports.shown(invoice).toString();
            }
            case "invoice/mark/refunded" -> {
                Invoice invoice = find(folder, body);
                Refunds.mark(invoice, body, now);
                yield InvoiceReports.shown(invoice).toString();
            }
            case "settings/set" -> set(folder, List.of(body));
            case "settings/set/batch" -> set(folder, Fields.field(body, "settings"));
            case "settings/convert/create" -> convert(folder, body, now);
            case "settings/convert/remove" -> folder.conversions.remove(conversion(body)) == null ? "0" : "1";
            default -> null;
        };
    }

    /** Returns the currencies in which anything is traded against another one. */
    String currencies(boolean detailed) {
        Set<String> known = new HashSet<>();
        ArrayNode rows = array();
        office.exchange().markets().values().stream()
                .map(market -> market.spec().base())
                .filter(known::add)
                .sorted()
                .forEach(currency -> rows.add(detailed ? detail(currency) : TextNode.valueOf(currency)));
        return rows.toString();
    }

    private static JsonNode detail(String currency) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", currency)
                .put("currency", currency)
                .put("name", currency);
    }

    private String create(AccountFolder folder, String type, JsonNode body, long now) {
        long amount = Fields.decimal(body, "amount", 0);
        String currency = text(body, "currency");
        String order = text(body, "orderId");
        if (amount < 1) {
            throw Fields.invalid("amount", Decimals.format(amount));
        }
        long seconds = Fields.whole(body, "duration", DURATION_DEFAULT);
        if (seconds < DURATION_MIN || seconds > DURATION_MAX) {
            throw Fields.invalid("duration", Long.toString(seconds));
        }
        if (folder.invoices.size() >= AccountFolder.KEPT_MAX) {
            throw new Refusal(Refusal.GENERIC, "invoice: too many");
        }
        ArrayNode parts = parts(amount, currency, Fields.field(body, "payCurrencies"));
        Invoice invoice = new Invoice(
                office.newName("invoice"), now, now + seconds * 1000, JsonNodeFactory.instance.objectNode());
        ObjectNode shown = invoice.shown()
                .put("id", invoice.id())
                .put("t", now)
                .put("type", type)
                .put("duration", seconds)
                .put("amount", plain(amount))
                .put("currency", currency)
                .put("orderId", order);
        shown.set("payCurrencies", body.get("payCurrencies"));
        for (String copied : new String[] {"webhook", "redirectUrl", "customerInfo", "meta"}) {
            JsonNode given = Fields.field(body, copied);
            shown.set(copied, given == null ? JsonNodeFactory.instance.nullNode() : given);
        }
        shown.set("invoices", parts);
        shown.putNull("payment").putNull("additionalPayments").put("merchantName", "simulator");
        invoice.become(Invoice.CREATED, now);
        folder.invoices.put(invoice.id(), invoice);
        return InvoiceReports.shown(invoice).toString();
    }

    /** Returns what is to be paid in each currency, by the last price of its market. */
    private ArrayNode parts(long amount, String currency, @Nullable JsonNode wanted) {
        if (wanted == null || !wanted.isArray() || wanted.isEmpty() || wanted.size() > CURRENCIES_MAX) {
            throw Fields.invalid("payCurrencies", String.valueOf(wanted));
        }
        ArrayNode parts = array();
        for (JsonNode each : wanted) {
            Market market = office.exchange().market("t" + each.asText() + currency);
            if (market == null && !each.asText().equals(currency)) {
                throw Fields.invalid("payCurrencies", each.asText());
            }
            long part = market == null
                    ? amount
                    : BigInteger.valueOf(amount)
                            .multiply(BigInteger.valueOf(Decimals.ONE))
                            .divide(BigInteger.valueOf(market.lastPrice()))
                            .longValueExact();
            var _ = parts.addObject()
                    .put("amount", plain(part))
                    .put("currency", each.asText())
                    .put("payCurrency", each.asText())
                    .put("poolCurrency", each.asText())
                    .put("address", "sim" + each.asText().toLowerCase(Locale.ROOT))
                    .putNull("ext");
        }
        return parts;
    }

    private static String update(Invoice invoice, JsonNode body) {
        JsonNode info = body.path("fields").path("customerInfo");
        if (info.isObject()) {
            open(invoice).shown().set("customerInfo", info);
        }
        return InvoiceReports.shown(invoice).toString();
    }

    /** An invoice is paid with money that has come: a movement or an entry of the ledger, in a currency it takes. */
    private String complete(Account account, Invoice invoice, JsonNode body, long now) {
        String currency = text(body, "payCcy");
        ObjectNode part = null;
        for (JsonNode each : open(invoice).shown().path("invoices")) {
            if (each.path("payCurrency").asText().equals(currency)) {
                part = (ObjectNode) each;
            }
        }
        if (part == null) {
            throw Fields.invalid("payCcy", currency);
        }
        long deposit = Fields.whole(body, "depositId", 0);
        long entry = Fields.whole(body, "ledgerId", 0);
        boolean came =
                office.folder(account).movements.stream().anyMatch(each -> each.id() == deposit && each.amount() > 0)
                        || account.wallets().entries().stream()
                                .anyMatch(each -> each.id() == entry
                                        && each.amount() > 0
                                        && each.currency().equals(currency));
        if (!came) {
            throw new Refusal(Refusal.GENERIC, "payment: not found");
        }
        ObjectNode payment = invoice.shown()
                .putObject("payment")
                .put("txid", Long.toString(Math.max(deposit, entry)))
                .put("amount", part.path("amount").decimalValue())
                .put("currency", currency)
                .put("method", currency)
                .put("status", Invoice.COMPLETED)
                .put("confirmations", 3)
                .put("createdAt", Instant.ofEpochMilli(now).toString())
                .put("updatedAt", Instant.ofEpochMilli(now).toString());
        payment.put("depositId", deposit).put("ledgerId", entry).put("forceCompleted", true);
        payment.put("amountDiff", "0");
        invoice.become(Invoice.COMPLETED, now);
        return InvoiceReports.shown(invoice).toString();
    }

    private static String settings(AccountFolder folder, JsonNode body) {
        JsonNode keys = body.path("keys");
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        folder.paySettings.forEach((key, value) -> {
            if (keys.isEmpty() || keys.toString().contains('"' + key + '"')) {
                all.set(key, value);
            }
        });
        return all.toString();
    }

    private static String set(AccountFolder folder, @Nullable Iterable<JsonNode> settings) {
        if (settings == null) {
            throw Fields.invalid("settings", "null");
        }
        for (JsonNode each : settings) {
            String key = text(each, "key");
            JsonNode value = each.has("val") ? Fields.field(each, "val") : Fields.field(each, "value");
            if (value == null) {
                folder.paySettings.remove(key);
            } else if (folder.paySettings.size() < AccountFolder.KEPT_MAX) {
                folder.paySettings.put(key, value);
            } else {
                throw new Refusal(Refusal.GENERIC, "settings: too many");
            }
        }
        return "1";
    }

    private static String convert(AccountFolder folder, JsonNode body, long now) {
        String key = conversion(body);
        if (folder.conversions.size() >= AccountFolder.KEPT_MAX) {
            throw new Refusal(Refusal.GENERIC, "convert: too many");
        }
        folder.conversions.put(
                key,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("baseCcy", text(body, "baseCcy"))
                        .put("convertCcy", text(body, "convertCcy"))
                        .put("created", now));
        return "1";
    }

    private static String conversion(JsonNode body) {
        return text(body, "baseCcy") + ":" + text(body, "convertCcy");
    }

    private static Invoice find(AccountFolder folder, JsonNode body) {
        Invoice invoice = folder.invoices.get(Fields.text(body, "id", ""));
        if (invoice == null) {
            throw new Refusal(Refusal.GENERIC, "invoice: not found");
        }
        return invoice;
    }

    private static Invoice open(Invoice invoice) {
        if (!invoice.isOpen()) {
            throw new Refusal(Refusal.GENERIC, "invoice: " + invoice.status());
        }
        return invoice;
    }

    private static String text(JsonNode body, String name) {
        String text = Fields.text(body, name, "");
        if (text.isEmpty() || text.length() > TEXT_MAX) {
            throw Fields.invalid(name, text);
        }
        return text;
    }

    private static BigDecimal plain(long units) {
        return new BigDecimal(Decimals.format(units));
    }

    private static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }
}
