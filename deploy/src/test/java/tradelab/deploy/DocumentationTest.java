package tradelab.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tradelab.loadgen.LoadgenService;
import tradelab.marketdata.MarketDataService;
import tradelab.monitor.MonitorService;
import tradelab.report.ReportService;
import tradelab.runtime.Service;
import tradelab.runtime.cluster.ClusterSettings;
import tradelab.trading.TradingService;
import tradelab.venue.VenueService;

/** What the documents name is there: files, settings, metrics. */
class DocumentationTest {
    private static final Path HOUSE = Path.of("..");
    private static final List<Service> SERVICES = List.of(
            new VenueService(),
            new MarketDataService(),
            new TradingService(),
            new LoadgenService(),
            new MonitorService(),
            new ReportService());

    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)\\s#]+)");
    private static final Pattern KEY = Pattern.compile(
            "(?<![\\w./-])(?:venue|market-data|trading|loadgen|monitor|report|cluster)(?:\\.[a-z0-9-]+)+(?![\\w*-])");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern METRICS = Pattern.compile("(?m)^\\| metric.*\n((?:\\|.*\n)*)");
    private static final Pattern LITERAL = Pattern.compile("\"([a-z][a-z0-9_.-]+)\"");

    /** An address of the bus begins like a setting and ends in its version. */
    private static final Pattern ADDRESS = Pattern.compile("\"([a-z-]+(?:\\.[a-z-]+)+\\.v\\d+)\"");

    /** What Prometheus' rules append to the name of a meter. */
    private static final List<String> SUFFIXES =
            List.of("", "_total", "_seconds", "_seconds_total", "_bytes", "_bytes_total", "_max", "_count");

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        Set<String> broken = new TreeSet<>();
        eachDocument((file, text) -> LINK.matcher(text).results().forEach(link -> {
            if (!Files.exists(file.resolveSibling(link.group(1)))) {
                broken.add(file + ": " + link.group(1));
            }
        }));
        assertThat(broken).isEmpty();
    }

    @Test
    void everySettingThatIsNamedCanBeSet() throws IOException {
        List<Pattern> known = settings();
        Set<String> unknown = new TreeSet<>();
        eachDocument((file, text) -> CODE.matcher(text)
                .results()
                .forEach(code -> KEY.matcher(code.group(1))
                        .results()
                        .map(MatchResult::group)
                        .filter(key ->
                                known.stream().noneMatch(one -> one.matcher(key).matches()))
                        .forEach(key -> unknown.add(file + ": " + key))));
        assertThat(unknown).isEmpty();
    }

    /** Each key and each address, and each group of them. */
    private static List<Pattern> settings() throws IOException {
        List<Class<?>> mappings = new ArrayList<>(List.of(ClusterSettings.class));
        SERVICES.forEach(service -> mappings.addAll(service.settings()));
        Set<String> keys = new HashSet<>();
        for (Class<?> mapping : mappings) {
            keys.addAll(ConfigMappings.getProperties(ConfigClass.configClass(mapping))
                    .keySet());
        }
        eachSource(text -> ADDRESS.matcher(text).results().forEach(address -> keys.add(address.group(1))));
        return keys.stream()
                .flatMap(key ->
                        Stream.iterate(key, end -> end.contains("."), end -> end.substring(0, end.lastIndexOf('.'))))
                .distinct()
                .map(key -> Pattern.compile(Pattern.quote(key).replace("*", "\\E[A-Za-z0-9-]+\\Q")))
                .toList();
    }

    @Test
    void everyMetricOfATableIsMeasured() throws IOException {
        Set<String> measured = new HashSet<>();
        eachSource(text -> LITERAL.matcher(text)
                .results()
                .forEach(literal -> measured.add(literal.group(1).replaceAll("[.-]", "_"))));
        Set<String> unknown = new TreeSet<>();
        List<String> told = new ArrayList<>();
        eachDocument((file, text) -> METRICS.matcher(text)
                .results()
                .flatMap(table -> table.group(1).lines().skip(1))
                .flatMap(row -> CODE.matcher(row.split("\\|", 3)[1]).results())
                .map(name -> name.group(1))
                .peek(told::add)
                .filter(name -> SUFFIXES.stream()
                        .filter(name::endsWith)
                        .map(suffix -> name.substring(0, name.length() - suffix.length()))
                        .noneMatch(measured::contains))
                .forEach(name -> unknown.add(file + ": " + name)));
        assertThat(told).contains("event_loop_lag_seconds", "http_server_requests_seconds");
        assertThat(unknown).isEmpty();
    }

    private static void eachDocument(BiConsumer<Path, String> check) throws IOException {
        for (Path file : files(".md")) {
            check.accept(file, Files.readString(file));
        }
    }

    private static void eachSource(Consumer<String> check) throws IOException {
        for (Path file : files(".java")) {
            if (file.toString().contains("/src/main/")) {
                check.accept(Files.readString(file));
            }
        }
    }

    /** The house's own: nothing that a build or a package manager has put there. */
    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.walk(HOUSE)) {
            return all.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !file.toString().matches(".*/(target|node_modules|out|\\.git)/.*"))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
