package tradelab.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tradelab.deploy.Manifest.Workload;

/** What every rendering must keep, whatever an overlay changes. */
@ParameterizedClass
@EnumSource
class PolicyTest {
    private static final Map<String, Integer> PORTS = Map.of(
            "market-data-service", 8081,
            "trading-service", 8082,
            "loadgen-service", 8083,
            "monitor-service", 8084,
            "report-service", 8085,
            "venue-simulator", 8086);
    private static final int MANAGEMENT_OFFSET = 1000;
    private static final long USER = 10001;

    private final Manifest manifest;

    PolicyTest(Rendering rendering) {
        manifest = rendering.manifest();
    }

    @Test
    void deploysEveryServiceAndStore() {
        assertThat(names(manifest.services())).isEqualTo(PORTS.keySet());
        assertThat(names(manifest.stores())).isEqualTo(Set.of("postgres", "redis"));
    }

    @Test
    void enforcesTheRestrictedPodSecurityStandard() {
        Namespace namespace = manifest.all(Namespace.class).getFirst();
        assertThat(namespace.getMetadata().getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
        manifest.workloads().forEach(PolicyTest::assertRestricted);
    }

    private static void assertRestricted(Workload workload) {
        PodSpec pod = workload.template().getSpec();
        assertThat(pod.getSecurityContext().getRunAsNonRoot())
                .as(workload.name())
                .isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).as(workload.name()).isPositive();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getAutomountServiceAccountToken()).as(workload.name()).isFalse();
        assertThat(pod.getHostNetwork()).isNull();
        pod.getContainers().forEach(container -> {
            var security = container.getSecurityContext();
            assertThat(security.getAllowPrivilegeEscalation())
                    .as(workload.name())
                    .isFalse();
            assertThat(security.getReadOnlyRootFilesystem()).as(workload.name()).isTrue();
            assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(security.getCapabilities().getAdd()).isEmpty();
        });
        pod.getVolumes().stream()
                .filter(volume -> volume.getEmptyDir() != null)
                .forEach(volume -> assertThat(volume.getEmptyDir().getSizeLimit())
                        .as(volume.getName())
                        .isNotNull());
    }

    @Test
    void runsServicesAsTheUserOfTheirImages() {
        manifest.services()
                .forEach(it -> assertThat(
                                it.template().getSpec().getSecurityContext().getRunAsUser())
                        .isEqualTo(USER));
    }

    @Test
    void keepsKubernetesOwnVariablesOutOfTheSettings() {
        manifest.workloads()
                .forEach(it -> assertThat(it.template().getSpec().getEnableServiceLinks())
                        .as(it.name())
                        .isFalse());
    }

    @Test
    void probesServicesOnTheManagementPortOnly() {
        manifest.services().forEach(service -> {
            Container container = only(service);
            assertProbe(container.getStartupProbe(), "/health/started");
            assertProbe(container.getLivenessProbe(), "/health/live");
            assertProbe(container.getReadinessProbe(), "/health/ready");
            Probe startup = container.getStartupProbe();
            assertThat(startup.getPeriodSeconds() * startup.getFailureThreshold())
                    .isGreaterThanOrEqualTo(120);
        });
    }

    private static void assertProbe(Probe probe, String path) {
        HTTPGetAction action = probe.getHttpGet();
        assertThat(action.getPath()).isEqualTo(path);
        assertThat(action.getPort().getStrVal()).isEqualTo("management");
        assertThat(probe.getTimeoutSeconds()).isBetween(1, probe.getPeriodSeconds());
    }

    @Test
    void probesStores() {
        manifest.stores().forEach(store -> {
            assertThat(only(store).getStartupProbe()).as(store.name()).isNotNull();
            assertThat(only(store).getLivenessProbe()).as(store.name()).isNotNull();
            assertThat(only(store).getReadinessProbe()).as(store.name()).isNotNull();
        });
    }

    @Test
    void opensTheDocumentedPorts() {
        manifest.services().forEach(service -> {
            int http = PORTS.getOrDefault(service.name(), 0);
            Map<String, Integer> ports = only(service).getPorts().stream()
                    .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
            assertThat(ports)
                    .isEqualTo(Map.of(
                            "http", http, "management", http + MANAGEMENT_OFFSET, "hazelcast", 5701, "bus", 5702));
        });
    }

    @Test
    void boundsResourcesOfEveryContainer() {
        manifest.workloads().forEach(workload -> {
            var resources = only(workload).getResources();
            assertThat(resources.getRequests()).as(workload.name()).containsKeys("cpu", "memory");
            assertThat(resources.getLimits()).as(workload.name()).containsKeys("memory", "ephemeral-storage");
            // A quota for the processor stops the event loop in the middle of a tick.
            assertThat(resources.getLimits()).as(workload.name()).doesNotContainKey("cpu");
        });
    }

    @Test
    void drainsWithinTheGracePeriod() {
        manifest.services().forEach(service -> {
            PodSpec pod = service.template().getSpec();
            long wait = only(service).getLifecycle().getPreStop().getSleep().getSeconds();
            assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(60);
            assertThat(wait).isBetween(1L, 15L);
        });
    }

    @Test
    void selectsTheLabelsOfItsOwnTemplate() {
        manifest.workloads()
                .forEach(
                        workload -> assertThat(workload.template().getMetadata().getLabels())
                                .as(workload.name())
                                .containsAllEntriesOf(workload.selector()));
        assertThat(manifest.all(PodDisruptionBudget.class).stream()
                        .map(it -> it.getSpec().getSelector().getMatchLabels().get("app.kubernetes.io/name"))
                        .collect(Collectors.toSet()))
                .isEqualTo(PORTS.keySet());
    }

    @Test
    void leadsEveryServicePortToANamedPortOfEveryPodItSelects() {
        manifest.all(Service.class).forEach(service -> {
            List<Workload> selected = selectedBy(service.getSpec().getSelector());
            assertThat(selected).as(service.getMetadata().getName()).isNotEmpty();
            for (ServicePort port : service.getSpec().getPorts()) {
                assertThat(port.getName()).isNotBlank();
                selected.forEach(pod -> assertThat(only(pod).getPorts())
                        .as(service.getMetadata().getName() + " to " + pod.name())
                        .anySatisfy(it -> {
                            assertThat(it.getName())
                                    .isEqualTo(port.getTargetPort().getStrVal());
                            assertThat(it.getContainerPort()).isEqualTo(port.getPort());
                        }));
            }
        });
    }

    @Test
    void letsMembersFindEachOtherBeforeTheyAreReady() {
        Service cluster = manifest.all(Service.class).stream()
                .filter(it -> it.getMetadata().getName().equals("tradelab-cluster"))
                .findFirst()
                .orElseThrow();
        assertThat(cluster.getSpec().getClusterIP()).isEqualTo("None");
        assertThat(cluster.getSpec().getPublishNotReadyAddresses()).isTrue();
        assertThat(names(selectedBy(cluster.getSpec().getSelector()))).isEqualTo(PORTS.keySet());
    }

    @Test
    void givesEveryWorkloadAnAccountWithoutToken() {
        Map<String, Boolean> accounts = manifest.all(ServiceAccount.class).stream()
                .collect(Collectors.toMap(
                        it -> it.getMetadata().getName(), ServiceAccount::getAutomountServiceAccountToken));
        manifest.workloads()
                .forEach(it -> assertThat(accounts)
                        .containsEntry(it.template().getSpec().getServiceAccountName(), false));
    }

    @Test
    void pinsEveryImage() {
        manifest.workloads()
                .forEach(it -> assertThat(only(it).getImage())
                        .matches("[a-z/-]+:[^:@]+")
                        .doesNotEndWith(":latest"));
    }

    @Test
    void deniesWhateverNoEdgeAllows() {
        NetworkPolicy deny = manifest.all(NetworkPolicy.class).stream()
                .filter(it -> it.getMetadata().getName().equals("default-deny"))
                .findFirst()
                .orElseThrow();
        assertThat(deny.getSpec().getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(deny.getSpec().getPodSelector().getMatchLabels()).isEmpty();
        assertThat(deny.getSpec().getIngress()).isEmpty();
        assertThat(deny.getSpec().getEgress()).isEmpty();
    }

    private List<Workload> selectedBy(Map<String, String> selector) {
        return manifest.workloads().stream()
                .filter(it -> it.template().getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
                .toList();
    }

    private static Set<String> names(List<Workload> workloads) {
        return workloads.stream().map(Workload::name).collect(Collectors.toSet());
    }

    private static Container only(Workload workload) {
        assertThat(workload.template().getSpec().getContainers())
                .as(workload.name())
                .hasSize(1);
        return workload.template().getSpec().getContainers().getFirst();
    }
}
