package tradelab.venue.taiwan.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Decimals;
import tradelab.venue.taiwan.TaiwanData;
import tradelab.venue.taiwan.universe.GeneratedUniverse;
import tradelab.venue.taiwan.universe.Security;
import tradelab.venue.taiwan.universe.SecurityFile;

/** The rules against what the exchanges really did; against the generated universe where no records are there. */
class RecordedRulesTest {
    private static final String DAY = "market_day_2023-01-30.csv";
    private static final String DAYS = "daily_raw_2017-07-03_2018-03-01.csv.gz";

    @Test
    void reproducesTheLimitsThatTheExchangePublishedForTheNextDay() throws IOException {
        if (!TaiwanData.isThere()) {
            limitsOfTheGeneratedUniverseAreTheLastTicksWithinTenPercent();
            return;
        }
        Map<String, Security> securities = securities();
        int equal = 0;
        List<String> wrong = new ArrayList<>();
        for (TaiwanData.Row row : TaiwanData.rows(DAY)) {
            Security security = securities.get(row.get("code"));
            boolean common =
                    row.get("code").length() == 4 && !row.get("next_limit_up").isEmpty();
            if (!common || (security != null && security.type() != SecurityType.STOCK)) {
                continue;
            }
            long reference = price(row.get("next_ref"));
            PriceLimits limits = PriceLimits.of(Ticks.STOCK, reference, PriceLimits.PERCENT);
            if (limits.up() == price(row.get("next_limit_up")) && limits.down() == price(row.get("next_limit_down"))) {
                equal++;
            } else if (!row.get("next_limit_up").equals("9999.95")) {
                wrong.add(row.get("code") + " " + limits);
            }
        }
        System.out.println("next-day limits: equal=" + equal + " wrong=" + wrong.size());
        assertThat(wrong).isEmpty();
        assertThat(equal).isEqualTo(808);
    }

    @Test
    void findsEveryRecordedPriceOnItsTickAndWithinTheDaysLimits() throws IOException {
        if (!TaiwanData.isThere()) {
            limitsOfTheGeneratedUniverseAreTheLastTicksWithinTenPercent();
            return;
        }
        Map<String, Security> securities = securities();
        Set<String> outside = new HashSet<>();
        long prices = 0;
        long off = 0;
        long days = 0;
        long inside = 0;
        for (TaiwanData.Row row : TaiwanData.rows(DAYS)) {
            String code = row.get("code");
            Security security = securities.get(code);
            if (security == null || security.type() != SecurityType.STOCK) {
                continue; // other kinds have other ticks; delisted ones are of unknown kind
            }
            long[] four = prices(row);
            if (four.length == 0) {
                continue;
            }
            days++;
            for (long price : four) {
                prices++;
                off += Ticks.STOCK.isOn(price) ? 0 : 1;
            }
            if (row.get("change").matches("[+-]?[0-9.]+")) {
                long reference = four[3] - price(row.get("change").replace("+", ""));
                PriceLimits limits = PriceLimits.of(Ticks.STOCK, reference, PriceLimits.PERCENT);
                boolean all = limits.allows(four[1]) && limits.allows(four[2]);
                inside += all ? 1 : 0;
                if (!all) {
                    outside.add(code + " " + row.get("date"));
                }
            }
        }
        System.out.println("recorded prices: days=" + days + " prices=" + prices + " off_tick=" + off
                + " days_inside_limits=" + inside + " outside=" + outside.size());
        assertThat(off).isZero();
        assertThat(prices).isEqualTo(557_264);
        assertThat(outside).hasSize(9);
    }

    private static void limitsOfTheGeneratedUniverseAreTheLastTicksWithinTenPercent() {
        for (Security security : GeneratedUniverse.make(1)) {
            Ticks ticks = security.ticks();
            long reference = security.reference();
            PriceLimits limits = PriceLimits.of(ticks, reference, PriceLimits.PERCENT);
            assertThat(ticks.isOn(reference)).as(security.code()).isTrue();
            assertThat(ticks.isOn(limits.up()) && ticks.isOn(limits.down())).isTrue();
            assertThat(limits.up() * 10).isLessThanOrEqualTo(reference * 11);
            assertThat(ticks.up(limits.up()) * 10).isGreaterThan(reference * 11);
            assertThat(limits.down() * 10).isGreaterThanOrEqualTo(reference * 9);
            assertThat(ticks.down(limits.down()) * 10).isLessThan(reference * 9);
        }
    }

    private static Map<String, Security> securities() throws IOException {
        Map<String, Security> byCode = new HashMap<>();
        SecurityFile.read(TaiwanData.file("symbols.csv"), 1).forEach(each -> byCode.put(each.code(), each));
        return byCode;
    }

    private static long[] prices(TaiwanData.Row row) {
        List<Long> prices = new ArrayList<>();
        for (String column : List.of("open", "high", "low", "close")) {
            if (row.get(column).matches("[0-9]+(\\.[0-9]+)?")) {
                prices.add(price(row.get(column)));
            }
        }
        return prices.size() == 4 ? prices.stream().mapToLong(Long::longValue).toArray() : new long[0];
    }

    private static long price(String text) {
        return Decimals.parse("price", text);
    }
}
