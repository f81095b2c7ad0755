package tradelab.venue.taiwan.universe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import tradelab.contracts.Decimals;
import tradelab.venue.taiwan.rules.SecurityType;
import tradelab.venue.taiwan.rules.Ticks;

/**
 * A universe of the real one's size and mix, with codes and names of its own. A function of the seed.
 *
 * <p>1,045 stocks of TWSE and 880 of TPEX, a tenth of them semiconductors, 331 ETFs and 100 others. Doubles are for
 * drawing only: a price leaves as a scaled long on its tick.
 */
public final class GeneratedUniverse {
    /** The sector that makes the market. */
    public static final String SEMICONDUCTORS = "SEMICONDUCTORS";

    private static final List<String> INDUSTRIES = List.of(
            SEMICONDUCTORS,
            "COMPONENTS",
            "COMPUTERS",
            "OPTOELECTRONICS",
            "COMMUNICATIONS",
            "BIOTECHNOLOGY",
            "MACHINERY",
            "CONSTRUCTION",
            "FINANCE",
            "STEEL");
    private static final int TWSE_STOCKS = 1_045;
    private static final int TPEX_STOCKS = 880;
    private static final int ETFS = 331;
    private static final int LEVERAGED_EVERY = 12;
    private static final int FOREIGN_EVERY = 3;
    private static final int PREFERRED = 40;
    private static final int ETNS = 30;
    private static final int TDRS = 16;
    private static final int REITS = 14;
    private static final int STOCK_CODES_FROM = 1_101;
    private static final int STOCK_CODES_STEP = 4;
    private static final int PREFERRED_EVERY = 20;
    private static final double MEDIAN_PRICE = 40;
    private static final double PRICE_DEVIATION = 0.9;
    private static final double MEDIAN_FUND_PRICE = 25;
    private static final double FUND_PRICE_DEVIATION = 0.5;

    private GeneratedUniverse() {}

    /** Returns 2,356 securities in the order of their codes. */
    public static List<Security> make(long seed) {
        List<Security> all = new ArrayList<>();
        for (int i = 0; i < TWSE_STOCKS + TPEX_STOCKS; i++) {
            Market market = i < TWSE_STOCKS ? Market.TWSE : Market.TPEX;
            String industry = INDUSTRIES.get(i % INDUSTRIES.size());
            String code = Integer.toString(STOCK_CODES_FROM + i * STOCK_CODES_STEP);
            all.add(security(seed, code, "Stock", market, SecurityType.STOCK, industry, 1));
        }
        for (int i = 0; i < ETFS; i++) {
            all.add(fund(seed, i));
        }
        for (int i = 0; i < PREFERRED; i++) {
            String code = STOCK_CODES_FROM + i * PREFERRED_EVERY * STOCK_CODES_STEP + "A";
            all.add(security(seed, code, "Preferred", Market.TWSE, SecurityType.PREFERRED, "FINANCE", 1));
        }
        addOthers(all, seed, ETNS, "02%04d", "Note", SecurityType.ETN);
        addOthers(all, seed, TDRS, "91%04d", "Receipt", SecurityType.TDR);
        addOthers(all, seed, REITS, "010%02dT", "Trust", SecurityType.REIT);
        all.sort(java.util.Comparator.comparing(Security::code));
        return List.copyOf(all);
    }

    /** Returns an opening reference price for a security of which none is known, on tick. */
    public static long reference(long seed, String code, SecurityType type) {
        SplittableRandom random = new SplittableRandom(seed * 31 + code.hashCode());
        boolean fund = type.ticks() == Ticks.FUND;
        double logs = random.nextGaussian() * (fund ? FUND_PRICE_DEVIATION : PRICE_DEVIATION);
        double price = (fund ? MEDIAN_FUND_PRICE : MEDIAN_PRICE) * Math.exp(Math.clamp(logs, -3.0, 4.0));
        return type.ticks().ceil(Math.round(price * 100) * (Decimals.ONE / 100));
    }

    private static Security fund(long seed, int i) {
        Market market = i % FOREIGN_EVERY == 0 ? Market.TPEX : Market.TWSE;
        if (i % LEVERAGED_EVERY == 1) {
            String code = String.format(Locale.ROOT, "%05dL", i + 100);
            return security(seed, code, "Leveraged fund", market, SecurityType.ETF, "", 2);
        }
        boolean foreign = i % FOREIGN_EVERY == 0;
        String code = String.format(Locale.ROOT, foreign ? "%05dB" : "00%04d", i + 100);
        return security(seed, code, "Fund", market, foreign ? SecurityType.FOREIGN_ETF : SecurityType.ETF, "", 1);
    }

    private static void addOthers(
            List<Security> all, long seed, int count, String codes, String name, SecurityType type) {
        for (int i = 0; i < count; i++) {
            all.add(security(seed, String.format(Locale.ROOT, codes, i + 1), name, Market.TWSE, type, "", 1));
        }
    }

    private static Security security(
            long seed, String code, String name, Market market, SecurityType type, String industry, int leverage) {
        return new Security(
                code, name + " " + code, market, type, industry, null, reference(seed, code, type), leverage);
    }
}
