package tradelab.venue.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;

class FaultPlanPropertyTest {
    @Property
    void strikesTheSameInEveryRun(
            @ForAll("specs") List<FaultSpec> specs, @ForAll("occasions") List<Occasion> occasions) {
        assertThat(strikes(specs, occasions)).isEqualTo(strikes(specs, occasions));
    }

    @Property
    void strikesOnlyInItsScopeAndOnlyUntilItsEnd(
            @ForAll("specs") List<FaultSpec> specs, @ForAll("occasions") List<Occasion> occasions) {
        FaultPlan plan = new FaultPlan(FaultRandom.HASHED);
        addAll(plan, specs);
        for (int i = 0; i < occasions.size(); i++) {
            for (Strike strike : plan.decide(occasions.get(i), i)) {
                FaultSpec spec = strike.spec();
                assertThat(spec.scope().symbol() == null
                                || occasions
                                        .get(i)
                                        .symbols()
                                        .contains(spec.scope().symbol()))
                        .isTrue();
                assertThat(spec.durationMillis() == null || i < spec.durationMillis())
                        .isTrue();
                assertThat(strike.millis()).isBetween(0L, spec.waitMillis());
            }
        }
        for (Fault fault : plan.inForce()) {
            Integer count = fault.spec().count();
            assertThat(fault.strikes()).isLessThanOrEqualTo(count == null ? occasions.size() : count);
        }
    }

    @Property
    void isNotMovedByOtherFaults(
            @ForAll("specs") List<FaultSpec> specs, @ForAll("occasions") List<Occasion> occasions) {
        FaultSpec mine = spec("mine", FaultKind.DELAY, 0.5, 7, 1, null, null, null);
        List<FaultSpec> together = new ArrayList<>(specs);
        together.add(mine);
        List<String> alone = strikes(List.of(mine), occasions);
        assertThat(strikes(together, occasions).stream()
                        .filter(each -> each.endsWith(" mine"))
                        .toList())
                .isEqualTo(alone);
    }

    @Property
    void strikesAboutAsOftenAsItsProbabilitySays(
            @ForAll @IntRange(min = 1, max = 99) int percent, @ForAll @LongRange(min = -1_000_000) long seed) {
        FaultPlan plan = new FaultPlan(FaultRandom.HASHED);
        Fault fault = plan.add(spec("one", FaultKind.HANG, percent / 100.0, seed, 0, null, null, null), 0);
        for (int i = 0; i < 4_000; i++) {
            var _ = plan.decide(occasion(Point.REQUEST, "tBTCUSD"), i);
        }
        // Seven standard deviations of the binomial, at most 3.2 of 100 each way for a half.
        assertThat(fault.strikes() / 40.0).isBetween(percent - 5.6, percent + 5.6);
    }

    @Property
    void isGoneAfterSoManyStrikes(
            @ForAll @IntRange(min = 1, max = 50) int count, @ForAll @IntRange(min = 0, max = 20) int skip) {
        FaultPlan plan = new FaultPlan(FaultRandom.HASHED);
        var _ = plan.add(spec("few", FaultKind.HANG, 1, 1, skip, count, null, null), 0);
        for (int i = 0; i < skip + count; i++) {
            assertThat(plan.decide(occasion(Point.REQUEST, "tBTCUSD"), i)).hasSize(i < skip ? 0 : 1);
        }
        assertThat(plan.decide(occasion(Point.REQUEST, "tBTCUSD"), 0)).isEmpty();
        assertThat(plan.takeOver(0)).extracting(Fault::id).containsExactly("few");
        assertThat(plan.isEmpty()).isTrue();
    }

    private static List<String> strikes(List<FaultSpec> specs, List<Occasion> occasions) {
        FaultPlan plan = new FaultPlan(FaultRandom.HASHED);
        addAll(plan, specs);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < occasions.size(); i++) {
            for (Strike strike : plan.decide(occasions.get(i), i)) {
                all.add(i + " " + strike.millis() + " " + strike.faultId());
            }
        }
        return all;
    }

    private static void addAll(FaultPlan plan, List<FaultSpec> specs) {
        for (FaultSpec spec : specs) {
            var _ = plan.add(spec, 0);
        }
    }

    @Provide
    Arbitrary<List<FaultSpec>> specs() {
        Arbitrary<FaultKind> kinds = Arbitraries.of(FaultKind.values())
                .filter(kind -> kind != FaultKind.TAIWAN_HALT && kind != FaultKind.RECORDED_ANSWER);
        return Combinators.combine(
                        kinds,
                        Arbitraries.of(0.1, 0.5, 1.0),
                        Arbitraries.longs(),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(1, 9).injectNull(0.5),
                        Arbitraries.longs().between(1, 60).injectNull(0.5),
                        Arbitraries.of("tBTCUSD", "tETHUSD").injectNull(0.5))
                .as((kind, probability, seed, skip, count, duration, symbol) ->
                        spec(null, kind, probability, seed, skip, count, duration, symbol))
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<List<Occasion>> occasions() {
        return Combinators.combine(Arbitraries.of(Point.values()), Arbitraries.of("tBTCUSD", "tETHUSD", "tBTCUST"))
                .as(FaultPlanPropertyTest::occasion)
                .list()
                .ofMaxSize(80);
    }

    private static Occasion occasion(Point point, String symbol) {
        return new Occasion(point, "/v2/ticker/" + symbol, "demo", Set.of(symbol), null, 0, Set.of());
    }

    private static FaultSpec spec(
            @Nullable String id,
            FaultKind kind,
            double probability,
            long seed,
            int skip,
            @Nullable Integer count,
            @Nullable Long duration,
            @Nullable String symbol) {
        FaultScope scope = new FaultScope(null, null, symbol, null, null, null);
        return new FaultSpec(
                id, kind, scope, probability, seed, skip, count, duration, null, null, null, null, null, null);
    }
}
