package tradelab.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Rendered Kubernetes objects, every field of which the Kubernetes API knows. */
record Manifest(List<HasMetadata> objects) {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** The kinds we use. Another one is added here when it is first needed. */
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.ofEntries(
            Map.entry("v1 Namespace", Namespace.class),
            Map.entry("v1 ConfigMap", ConfigMap.class),
            Map.entry("v1 Secret", Secret.class),
            Map.entry("v1 Service", Service.class),
            Map.entry("v1 ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1 Deployment", Deployment.class),
            Map.entry("apps/v1 StatefulSet", StatefulSet.class),
            Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class));

    Manifest {
        objects = List.copyOf(objects);
    }

    /** A pod template and the object it is part of. */
    record Workload(HasMetadata owner, Map<String, String> selector, PodTemplateSpec template) {
        String name() {
            return owner.getMetadata().getName();
        }
    }

    /**
     * Reads a YAML stream.
     *
     * @throws IllegalArgumentException naming every unknown field by its path, or the first value of a wrong type
     */
    static Manifest parse(String yaml) {
        List<HasMetadata> objects = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        try (YAMLParser parser = ((YAMLFactory) YAML.getFactory()).createParser(yaml);
                MappingIterator<JsonNode> documents =
                        YAML.readerFor(JsonNode.class).readValues(parser)) {
            while (documents.hasNext()) {
                HasMetadata object = read(documents.next());
                objects.add(object);
                String root = object.getKind() + "/" + object.getMetadata().getName();
                unknown.addAll(UnknownFields.of(root, object));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("expected a YAML stream, got: " + e.getMessage(), e);
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected fields of the Kubernetes API, got: " + String.join(", ", unknown));
        }
        return new Manifest(objects);
    }

    private static HasMetadata read(JsonNode document) {
        String kind = document.path("apiVersion").asText() + " "
                + document.path("kind").asText();
        Class<? extends HasMetadata> type = KINDS.get(kind);
        if (type == null) {
            throw new IllegalArgumentException("kind: expected one of " + KINDS.keySet() + ", got '" + kind + "'");
        }
        try {
            return YAML.treeToValue(document, type);
        } catch (JsonProcessingException e) {
            String name = document.path("metadata").path("name").asText();
            throw new IllegalArgumentException(kind + "/" + name + ": " + e.getOriginalMessage(), e);
        }
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Deployments, which are our services. */
    List<Workload> services() {
        return all(Deployment.class).stream()
                .map(it -> new Workload(
                        it,
                        it.getSpec().getSelector().getMatchLabels(),
                        it.getSpec().getTemplate()))
                .toList();
    }

    /** StatefulSets, which are the stores. */
    List<Workload> stores() {
        return all(StatefulSet.class).stream()
                .map(it -> new Workload(
                        it,
                        it.getSpec().getSelector().getMatchLabels(),
                        it.getSpec().getTemplate()))
                .toList();
    }

    List<Workload> workloads() {
        return Stream.concat(services().stream(), stores().stream()).toList();
    }
}
