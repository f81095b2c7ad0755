package tradelab.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.Deployable;

/** The walls of the house. This module sees every other, so they are held here. */
@AnalyzeClasses(packages = "tradelab", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule contractsStandAlone = classes()
            .that()
            .resideInAPackage("tradelab.contracts..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "io.vertx.core..", "com.fasterxml.jackson..", "org.jspecify..", "tradelab.contracts..");

    @ArchTest
    static final ArchRule theRuntimeKnowsNoService = noClasses()
            .that()
            .resideInAPackage("tradelab.runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "tradelab.marketdata..",
                    "tradelab.trading..",
                    "tradelab.loadgen..",
                    "tradelab.monitor..",
                    "tradelab.report..",
                    "tradelab.venue..",
                    "tradelab.cli..",
                    "tradelab.stores..",
                    "tradelab.contracts.trading..",
                    "tradelab.contracts.marketdata..");

    @ArchTest
    static final ArchRule examplesSpeakToTheSuiteOverTheBus = noClasses()
            .that()
            .resideInAPackage("tradelab.examples..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "tradelab.marketdata..",
                    "tradelab.trading..",
                    "tradelab.loadgen..",
                    "tradelab.monitor..",
                    "tradelab.report..",
                    "tradelab.venue..",
                    "tradelab.cli..");

    @ArchTest
    static final ArchRule servicesDoNotKnowEachOther = slices().matching(
                    "tradelab.(marketdata|trading|loadgen|monitor|report|venue)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule decisionsArePlainJava = noClasses()
            .that()
            .resideInAnyPackage(
                    "tradelab.trading.order..",
                    "tradelab.trading.pace..",
                    "tradelab.venue.matching..",
                    "tradelab.marketdata.book..",
                    "tradelab.loadgen.schedule..",
                    "tradelab.loadgen.threshold..",
                    "tradelab.monitor.history..",
                    "tradelab.report.verdict..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..", "io.micrometer..");

    @ArchTest
    static final ArchRule decisionsDoNotReadTheClock = noClasses()
            .that()
            .resideInAnyPackage(
                    "tradelab.trading.order..",
                    "tradelab.trading.pace..",
                    "tradelab.venue.matching..",
                    "tradelab.venue.life..",
                    "tradelab.marketdata.book..",
                    "tradelab.loadgen.schedule..",
                    "tradelab.monitor.history..",
                    "tradelab.report.verdict..")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule verticlesSayTheyAre = classes()
            .that(new DescribedPredicate<JavaClass>("are verticles") {
                @Override
                public boolean test(JavaClass candidate) {
                    return candidate.isAssignableTo(Deployable.class);
                }
            })
            .should()
            .haveSimpleNameEndingWith("Verticle");

    @ArchTest
    static final ArchRule featuresOfAServiceFormNoCycles =
            slices().matching("tradelab.(*).(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noCatchAllRooms = noClasses()
            .should()
            .resideInAnyPackage(
                    "..util..", "..utils..", "..common..", "..core..", "..impl..", "..helper..", "..model..");
}
