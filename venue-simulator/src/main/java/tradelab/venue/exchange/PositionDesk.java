package tradelab.venue.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import tradelab.contracts.Decimals;
import tradelab.venue.account.WalletType;
import tradelab.venue.market.Market;

/** Turns positions into money of the margin wallets, and money into positions. No order and no fee is involved. */
record PositionDesk(OrderLife life) {
    Position claim(Account account, JsonNode request, long nowMillis) {
        long id = Fields.whole(request, "id", 0);
        Position position = account.positions().stream()
                .filter(each -> each.id() == id)
                .findFirst()
                .orElseThrow(() -> new Refusal(Refusal.GENERIC, "position: not found"));
        Market market = life.required(position.symbol());
        long held = Math.abs(position.amount());
        long amount = Math.abs(Fields.decimal(request, "amount", held));
        if (amount < 1 || amount > held) {
            throw Fields.invalid("amount", Decimals.format(amount));
        }
        boolean isLong = position.amount() > 0;
        long money = position.costOf(amount);
        // What the position has set aside becomes free with it.
        long needed = isLong ? money - money / Position.INITIAL_MARGIN_PARTS : amount;
        require(account, isLong ? market.spec().quote() : market.spec().base(), needed, "claim");
        return settled(account, market, isLong ? -amount : amount, money, "Position claimed", nowMillis);
    }

    Position increase(Account account, JsonNode request, long nowMillis) {
        Market market = life.required(Fields.text(request, "symbol", ""));
        long amount = Fields.decimal(request, "amount", 0);
        boolean tooLarge =
                amount == Long.MIN_VALUE || Math.abs(amount) > market.spec().amountMax();
        if (amount == 0 || tooLarge || market.lastPrice() == 0) {
            throw Fields.invalid("amount", Decimals.format(amount));
        }
        long money = Decimals.multiply(market.lastPrice(), Math.abs(amount));
        boolean buys = amount > 0;
        long needed = buys ? amount : Math.addExact(money, money / Position.INITIAL_MARGIN_PARTS);
        require(account, buys ? market.spec().base() : market.spec().quote(), needed, "increase");
        return settled(account, market, amount, money, "Position increased", nowMillis);
    }

    private Position settled(Account account, Market market, long traded, long money, String why, long nowMillis) {
        Position position = life.settlement().exchange(account, market, traded, money, why, nowMillis);
        life.held(account, market.spec().symbol());
        life.settled(nowMillis);
        life.showWallets();
        return position;
    }

    private static void require(Account account, String currency, long needed, String what) {
        long available = account.wallets().of(WalletType.MARGIN, currency).available();
        if (needed > available) {
            throw new Refusal(
                    Refusal.GENERIC,
                    "Invalid " + what + ": not enough margin balance, available balance is only "
                            + Decimals.format(available) + " " + currency);
        }
    }
}
