package tradelab.venue.backoffice;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.account.Wallet;
import tradelab.venue.account.WalletEntry;
import tradelab.venue.account.WalletType;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.Fields;
import tradelab.venue.exchange.Refusal;
import tradelab.venue.wire.Row;
import tradelab.venue.wire.Rows;

/** Moves money between wallets, in and out, and tells what moved. */
record MoneyDesk(Backoffice office) {
    private static final long MINIMUM_CONFIRMATIONS = 3;

    @Nullable
    String answer(Account account, String path, JsonNode body, long now) {
        return switch (path) {
            case "w/transfer" -> transfer(account, body, now);
            case "w/withdraw" -> withdraw(account, body, now);
            case "w/deposit/address" -> address(account, body, now);
            case "r/deposit/address/all" -> "[" + addressRow(account, body) + "]";
            case "r/ext/invoice/payments" -> "[]"; // nobody pays from outside
            case "r/ext/wallets/transfers/free/count" -> "[0]";
            case "w/ext/wallets/deposits/request", "w/ext/wallets/withdrawals/request" ->
                throw new Refusal(Refusal.GENERIC, "permission: invalid"); // for partners of the exchange
            case "w/deposit/invoice" -> invoice(account, body, now);
            case "r/wallets/hist" -> walletHistory(account, body);
            case "r/movements/info" -> movement(account, body);
            default -> history(account, path, body);
        };
    }

    private @Nullable String history(Account account, String path, JsonNode body) {
        String[] parts = path.split("/", -1);
        boolean history = parts[parts.length - 1].equals("hist") && (parts.length == 3 || parts.length == 4);
        if (!history || !parts[0].equals("r")) {
            return null;
        }
        String named = parts.length == 4 ? parts[2] : Fields.text(body, "currency", "");
        String currency = named.isEmpty() ? null : named;
        return switch (parts[1]) {
            case "ledgers" -> ledgers(account, currency, body);
            case "movements" -> movements(account, currency, body);
            default -> null;
        };
    }

    private static String ledgers(Account account, @Nullable String currency, JsonNode body) {
        Window window = Window.of(body);
        Stream<WalletEntry> entries = account.wallets().entries().stream()
                .filter(entry -> (currency == null || entry.currency().equals(currency)) && window.has(entry.millis()));
        return Row.list(entries.limit(window.limit())
                .map(entry -> Rows.ledger(new StringBuilder(), entry).toString())
                .toList());
    }

    private String movements(Account account, @Nullable String currency, JsonNode body) {
        Window window = Window.of(body);
        return Row.list(office.folder(account).movements.stream()
                .filter(each -> (currency == null || each.currency().equals(currency)) && window.has(each.millis()))
                .limit(window.limit())
                .map(each -> Row.of(
                        each.id(),
                        each.currency(),
                        each.method(),
                        Row.nulls(2),
                        each.millis(),
                        each.millis(),
                        Row.nulls(2),
                        "COMPLETED",
                        Row.nulls(2),
                        Row.units(each.amount()),
                        Row.units(each.fee()),
                        Row.nulls(2),
                        each.address(),
                        Row.nulls(3),
                        Long.toString(each.id()),
                        each.note()))
                .toList());
    }

    private String movement(Account account, JsonNode body) {
        long id = Fields.whole(body, "id", 0);
        return office.folder(account).movements.stream()
                .filter(each -> each.id() == id)
                .findFirst()
                .map(each -> Row.of(
                        each.id(),
                        each.currency(),
                        each.method(),
                        null,
                        each.note(),
                        each.millis(),
                        each.millis(),
                        Row.nulls(2),
                        "COMPLETED",
                        Row.nulls(2),
                        Row.units(each.amount()),
                        Row.units(each.fee()),
                        Row.nulls(7),
                        each.note(),
                        Row.nulls(2),
                        0,
                        each.id(),
                        Row.nulls(2),
                        Long.toString(each.id()),
                        "COMPLETED",
                        "finished withdrawal in platform",
                        null))
                .orElseThrow(() -> new Refusal(Refusal.GENERIC, "movement: not found"));
    }

    private static String walletHistory(Account account, JsonNode body) {
        long end = Window.of(body).end();
        return Row.list(account.wallets().all().stream()
                .map(wallet -> Row.of(
                        wallet.type().text(),
                        wallet.currency(),
                        Row.units(balanceAt(account, wallet, end)),
                        0,
                        null,
                        null,
                        end == Long.MAX_VALUE ? null : end))
                .toList());
    }

    /** Goes back from today's balance over what has changed since. */
    private static long balanceAt(Account account, Wallet wallet, long end) {
        return wallet.balance()
                - account.wallets().entries().stream()
                        .filter(entry -> entry.millis() > end
                                && entry.type() == wallet.type()
                                && entry.currency().equals(wallet.currency()))
                        .mapToLong(WalletEntry::amount)
                        .sum();
    }

    private String transfer(Account account, JsonNode body, long now) {
        WalletType from = wallet(body, "from");
        WalletType to = wallet(body, "to");
        String currency = currency(body, "currency");
        String currencyTo = Fields.text(body, "currency_to", currency);
        long amount = amount(account, from, currency, body);
        String text =
                Decimals.format(amount) + " " + currency + " transferred from " + titled(from) + " to " + titled(to);
        office.exchange().transfer(account, from, to, currency, currencyTo, amount, now, "Transfer of " + text);
        return Row.of(
                now,
                "acc_tf",
                null,
                null,
                Row.raw(Row.of(now, from.text(), to.text(), null, currency, currencyTo, null, Row.units(amount))),
                null,
                "SUCCESS",
                text);
    }

    private static String titled(WalletType type) {
        return type.name().charAt(0) + type.text().substring(1);
    }

    private String withdraw(Account account, JsonNode body, long now) {
        WalletType from = wallet(body, "wallet");
        String method = Fields.text(body, "method", "").toLowerCase(Locale.ROOT);
        String currency = Fields.text(body, "currency", "");
        if (currency.isEmpty()) {
            currency = Methods.currency(method);
        }
        if (method.isEmpty() || currency.isEmpty()) {
            throw Fields.invalid("method", method);
        }
        long amount = amount(account, from, currency, body);
        long id = office.nextId();
        office.exchange().pay(account, from, currency, -amount, now, currency + " withdrawal #" + id);
        AccountFolder folder = office.folder(account);
        folder.remember(
                folder.movements,
                new AccountFolder.Movement(
                        id,
                        currency,
                        method.toUpperCase(Locale.ROOT),
                        now,
                        -amount,
                        0,
                        Fields.text(body, "address", ""),
                        Fields.text(body, "note", "")));
        return Row.of(
                now,
                "acc_wd-req",
                null,
                null,
                Row.raw(Row.of(id, null, method, null, from.text(), Row.units(amount), null, null, 0)),
                null,
                "SUCCESS",
                "Your withdrawal request has been successfully submitted.");
    }

    private String address(Account account, JsonNode body, long now) {
        return Row.of(now, "acc_dep", null, null, Row.raw(addressRow(account, body)), null, "SUCCESS", "success");
    }

    private static String addressRow(Account account, JsonNode body) {
        WalletType type = wallet(body, "wallet");
        String method = Fields.text(body, "method", "").toLowerCase(Locale.ROOT);
        String currency = Methods.currency(method);
        String address = "sim" + Integer.toHexString((account.key() + type + method).hashCode());
        return Row.of(null, method.toUpperCase(Locale.ROOT), currency, null, address, null);
    }

    private String invoice(Account account, JsonNode body, long now) {
        WalletType type = wallet(body, "wallet");
        long amount = Fields.decimal(body, "amount", 0);
        if (amount < 1) {
            throw Fields.invalid("amount", Decimals.format(amount));
        }
        String hash = Long.toHexString(office.nextId());
        return Row.of(
                hash,
                "lnsim" + type.text() + account.owner() + hash,
                null,
                null,
                Row.units(amount),
                now,
                null,
                MINIMUM_CONFIRMATIONS);
    }

    private static WalletType wallet(JsonNode body, String name) {
        String text = Fields.text(body, name, "");
        WalletType type = WalletType.of(text);
        if (type == null) {
            throw Fields.invalid(name, text);
        }
        return type;
    }

    private String currency(JsonNode body, String name) {
        String currency = Fields.text(body, name, "");
        if (currency.isEmpty() || currency.length() > 12) {
            throw Fields.invalid(name, currency);
        }
        return currency;
    }

    private static long amount(Account account, WalletType from, String currency, JsonNode body) {
        long amount = Fields.decimal(body, "amount", 0);
        if (amount < 1) {
            throw Fields.invalid("amount", Decimals.format(amount));
        }
        long available = account.wallets().of(from, currency).available();
        if (amount > available) {
            throw new Refusal(
                    Refusal.GENERIC,
                    "Amount exceeds balance: available balance is only " + Decimals.format(available) + " " + currency);
        }
        return amount;
    }
}
