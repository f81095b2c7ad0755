package tradelab.venue.backoffice;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.account.WalletType;
import tradelab.venue.backoffice.AccountFolder.Offer;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.Fields;
import tradelab.venue.exchange.Refusal;
import tradelab.venue.wire.Row;

/** Takes offers to lend money. Nobody borrows here: an offer waits until it is cancelled. */
record LendingDesk(Backoffice office) {
    private static final long PERIOD_MIN = 2;
    private static final long PERIOD_MAX = 120;

    @Nullable
    String answer(Account account, String path, JsonNode body, long now) {
        return switch (path) {
            case "w/funding/offer/submit" -> submit(account, body, now);
            case "w/funding/offer/cancel" -> cancel(account, body, now);
            case "w/funding/offer/cancel/all" -> cancelAll(account, body, now);
            case "w/funding/auto" -> auto(account, body, now);
            case "r/funding/auto/status" -> autoStatus(account, body);
            case "w/funding/close" -> throw new Refusal(Refusal.GENERIC, "funding: not found");
            case "w/funding/keep" -> kept(body, now);
            default -> read(account, path, body);
        };
    }

    private @Nullable String read(Account account, String path, JsonNode body) {
        String[] parts = path.split("/", -1);
        if (parts.length == 4 && path.startsWith("r/info/funding/")) {
            return Row.of("sym", parts[3], Row.raw("[0,0,0,0]"));
        }
        if (parts.length < 3 || !parts[0].equals("r") || !parts[1].equals("funding")) {
            return null;
        }
        boolean history = parts[parts.length - 1].equals("hist");
        String symbol = parts.length > (history ? 4 : 3) ? parts[3] : "";
        return switch (parts[2]) {
            case "offers" -> offers(account, symbol, history, body);
            case "loans", "credits", "trades" -> "[]"; // what was offered was never taken
            default -> null;
        };
    }

    private String offers(Account account, String symbol, boolean history, JsonNode body) {
        AccountFolder folder = office.folder(account);
        Window window = Window.of(body);
        return Row.list((history ? folder.closedOffers : folder.offers.values())
                .stream()
                        .filter(offer -> (symbol.isEmpty() || offer.symbol().equals(symbol))
                                && window.has(offer.updatedMillis()))
                        .limit(window.limit())
                        .map(LendingDesk::row)
                        .toList());
    }

    private String submit(Account account, JsonNode body, long now) {
        AccountFolder folder = office.folder(account);
        String symbol = Fields.text(body, "symbol", "");
        long amount = Fields.decimal(body, "amount", 0);
        long rate = Fields.decimal(body, "rate", 0);
        long period = Fields.whole(body, "period", PERIOD_MIN);
        String type = Fields.text(body, "type", "LIMIT");
        if (!symbol.matches("f[A-Z0-9]{3,12}")) {
            throw Fields.invalid("symbol", symbol);
        }
        if (!type.matches("LIMIT|FRRDELTAVAR|FRRDELTAFIX")) {
            throw Fields.invalid("type", type);
        }
        if (rate < 0 || period < PERIOD_MIN || period > PERIOD_MAX) {
            throw Fields.invalid(rate < 0 ? "rate" : "period", Long.toString(rate < 0 ? rate : period));
        }
        String currency = symbol.substring(1);
        long available = account.wallets().of(WalletType.FUNDING, currency).available();
        if (amount < 1 || folder.offers.size() >= AccountFolder.KEPT_MAX) {
            throw Fields.invalid("amount", Decimals.format(amount));
        }
        if (amount > available) {
            throw new Refusal(
                    Refusal.GENERIC,
                    "Invalid offer: not enough funding balance, available balance is only "
                            + Decimals.format(available));
        }
        Offer offer = new Offer(
                office.nextId(),
                symbol,
                now,
                now,
                amount,
                type,
                Fields.whole(body, "flags", 0),
                "ACTIVE",
                rate,
                period);
        folder.offers.put(offer.id(), offer);
        reserve(account, offer, amount);
        office.observer().offer(account, "fon", row(offer));
        return notification(
                now,
                "fon-req",
                row(offer),
                "Submitting funding offer of " + Decimals.format(amount) + " " + currency + " at "
                        + Decimals.format(rate * 100) + " for " + period + " days.");
    }

    private String cancel(Account account, JsonNode body, long now) {
        Offer offer = office.folder(account).offers.get(Fields.whole(body, "id", 0));
        if (offer == null) {
            throw new Refusal(Refusal.GENERIC, "Funding offer not found.");
        }
        return notification(
                now, "foc-req", row(close(account, offer, now)), "Submitting cancellation of funding offer.");
    }

    private String cancelAll(Account account, JsonNode body, long now) {
        String currency = Fields.text(body, "currency", "");
        for (Offer offer : List.copyOf(office.folder(account).offers.values())) {
            if (currency.isEmpty() || offer.symbol().equals("f" + currency)) {
                var _ = close(account, offer, now);
            }
        }
        return notification(now, "foc_all-req", null, "Offers cancelled");
    }

    private Offer close(Account account, Offer offer, long now) {
        AccountFolder folder = office.folder(account);
        folder.offers.remove(offer.id());
        reserve(account, offer, -offer.amount());
        Offer closed = offer.closed(now);
        folder.remember(folder.closedOffers, closed);
        office.observer().offer(account, "foc", row(closed));
        return closed;
    }

    private void reserve(Account account, Offer offer, long units) {
        office.exchange().setAside(account, WalletType.FUNDING, offer.symbol().substring(1), units);
    }

    private String auto(Account account, JsonNode body, long now) {
        String currency = Fields.text(body, "currency", "");
        if (!currency.matches("[A-Z0-9]{3,12}")) {
            throw Fields.invalid("currency", currency);
        }
        boolean on = Fields.whole(body, "status", 0) == 1;
        if (on) {
            office.folder(account).autoFunding.put(currency, body);
        } else {
            office.folder(account).autoFunding.remove(currency);
        }
        String row = Row.of(
                currency,
                Fields.whole(body, "period", PERIOD_MIN),
                Row.units(Fields.decimal(body, "rate", 0)),
                Row.units(Fields.decimal(body, "amount", 0)));
        return notification(now, "fa-req", row, "Auto-renew " + (on ? "activated" : "deactivated"));
    }

    private String autoStatus(Account account, JsonNode body) {
        JsonNode set = office.folder(account).autoFunding.get(Fields.text(body, "currency", ""));
        return set == null
                ? "null"
                : Row.of(
                        Fields.text(set, "currency", ""),
                        Fields.whole(set, "period", PERIOD_MIN),
                        Row.units(Fields.decimal(set, "rate", 0)),
                        Row.units(Fields.decimal(set, "amount", 0)));
    }

    private static String kept(JsonNode body, long now) {
        JsonNode id = Fields.field(body, "id");
        return notification(now, "fk-req", Row.of(id), "Funding kept");
    }

    private static String notification(long now, String type, @Nullable String data, String text) {
        return Row.of(now, type, null, null, data == null ? null : Row.raw(data), null, "SUCCESS", text);
    }

    static String rows(Collection<Offer> offers) {
        return Row.list(offers.stream().map(LendingDesk::row).toList());
    }

    private static String row(Offer offer) {
        return Row.of(
                offer.id(),
                offer.symbol(),
                offer.createdMillis(),
                offer.updatedMillis(),
                Row.units(offer.amount()),
                Row.units(offer.amount()),
                offer.type(),
                Row.nulls(2),
                offer.flags(),
                offer.status(),
                Row.nulls(3),
                Row.units(offer.rate()),
                offer.period(),
                0,
                0,
                null,
                0,
                null);
    }
}
