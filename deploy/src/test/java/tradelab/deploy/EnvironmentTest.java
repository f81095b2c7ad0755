package tradelab.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tradelab.deploy.Manifest.Workload;
import tradelab.loadgen.LoadgenService;
import tradelab.marketdata.MarketDataService;
import tradelab.monitor.MonitorService;
import tradelab.report.ReportService;
import tradelab.runtime.Service;
import tradelab.trading.TradingService;
import tradelab.venue.VenueService;

/** The variables that the manifests give a service are settings that it knows, with values that it takes. */
@ParameterizedClass
@EnumSource
class EnvironmentTest {
    /** Services are added here as their settings come to be. */
    private static final List<Service> SERVICES = List.of(
            new MarketDataService(),
            new TradingService(),
            new LoadgenService(),
            new MonitorService(),
            new ReportService(),
            new VenueService());

    private static final String POD_ADDRESS = "10.0.0.7";

    private final Manifest manifest;

    EnvironmentTest(Rendering rendering) {
        manifest = rendering.manifest();
    }

    @Test
    void isTakenByTheSettingsOfTheService() {
        for (Service service : SERVICES) {
            Map<String, String> environment = environment(service.name());
            assertThat(environment).as(service.name()).containsEntry("CLUSTER_MODE", "clustered");
            assertThat(SettingsCheck.problems(service, environment))
                    .as(service.name())
                    .isEmpty();
        }
    }

    @Test
    void isRefusedWithAMisspeltVariable() {
        Service service = SERVICES.getFirst();
        Map<String, String> environment = new HashMap<>(environment(service.name()));
        var _ = environment.put(variable(service.prefix()) + "_HTPP_PORT", "8084");
        assertThat(SettingsCheck.problems(service, environment)).isNotEmpty();
    }

    @Test
    void isRefusedWithAValueThatIsNone() {
        Service service = SERVICES.getFirst();
        Map<String, String> environment = new HashMap<>(environment(service.name()));
        var _ = environment.put(variable(service.prefix()) + "_HTTP_PORT", "eighty");
        assertThat(SettingsCheck.problems(service, environment)).isNotEmpty();
    }

    @Test
    void holdsOnlyVariablesOfTheServiceAndOfTheCluster() {
        manifest.services().forEach(workload -> {
            String prefix = variable(workload.name().replaceAll("-(service|simulator)$", "")) + "_";
            assertThat(environment(workload.name()).keySet())
                    .as(workload.name())
                    .allMatch(name -> name.startsWith(prefix) || name.startsWith("CLUSTER_"));
        });
    }

    @Test
    void listensWhereTheContainerPortsSay() {
        manifest.services().forEach(workload -> {
            String prefix = variable(workload.name().replaceAll("-(service|simulator)$", ""));
            Map<String, String> environment = environment(workload.name());
            Map<String, String> ports = container(workload).getPorts().stream()
                    .collect(Collectors.toMap(
                            it -> it.getName(), it -> it.getContainerPort().toString()));
            assertThat(environment)
                    .containsEntry(prefix + "_HTTP_HOST", "0.0.0.0")
                    .containsEntry(prefix + "_HTTP_PORT", ports.get("http"))
                    .containsEntry(prefix + "_MANAGEMENT_HOST", "0.0.0.0")
                    .containsEntry(prefix + "_MANAGEMENT_PORT", ports.get("management"))
                    .containsEntry("CLUSTER_PORT", ports.get("hazelcast"))
                    .containsEntry("CLUSTER_BUS_PORT", ports.get("bus"));
        });
    }

    @Test
    void takesPasswordsFromSecretsOnly() {
        Stream<EnvVar> variables = manifest.workloads().stream().flatMap(it -> container(it).getEnv().stream());
        assertThat(variables.filter(it -> it.getName().matches(".*(PASSWORD|SECRET|KEY)")))
                .isNotEmpty()
                .allMatch(it -> it.getValueFrom() != null && it.getValueFrom().getSecretKeyRef() != null);
        assertThat(manifest.all(ConfigMap.class))
                .noneMatch(
                        it -> it.getData().keySet().stream().anyMatch(key -> key.matches(".*(PASSWORD|SECRET|KEY)")));
    }

    private Map<String, String> environment(String name) {
        Workload workload = manifest.services().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
        Container container = container(workload);
        Map<String, String> environment = new TreeMap<>();
        Set<String> maps = container.getEnvFrom().stream()
                .map(it -> it.getConfigMapRef().getName())
                .collect(Collectors.toSet());
        manifest.all(ConfigMap.class).stream()
                .filter(it -> maps.contains(it.getMetadata().getName()))
                .forEach(it -> environment.putAll(it.getData()));
        container.getEnv().forEach(it -> {
            var _ = environment.put(it.getName(), Objects.requireNonNullElse(it.getValue(), POD_ADDRESS));
        });
        return environment;
    }

    private static String variable(String key) {
        return key.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static Container container(Workload workload) {
        return workload.template().getSpec().getContainers().getFirst();
    }
}
