package tradelab.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ManifestTest {
    private static final String SERVICE = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: sample
        spec:
          selector: {matchLabels: {app: sample}}
          template:
            spec:
              containers:
                - name: service
                  %s
        """;

    @Test
    void acceptsFieldsOfTheApi() {
        String probe = "readinessProbe: {httpGet: {path: /health/ready, port: management}}";
        assertThat(Manifest.parse(SERVICE.formatted(probe)).services()).hasSize(1);
    }

    @Test
    void refusesAMisspeltFieldAndNamesItsPath() {
        String probe = "redinessProbe: {httpGet: {path: /health/ready, port: management}}";
        assertThatThrownBy(() -> Manifest.parse(SERVICE.formatted(probe)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Deployment/sample.spec.template.spec.containers[0].redinessProbe");
    }

    @Test
    void refusesAMisspeltFieldThatWasPlantedIntoTheRealManifests() {
        String planted = Kustomize.render(Kustomize.KUBERNETES.resolve("base"))
                .replaceFirst("allowPrivilegeEscalation", "allowPrivilegeEscalations");
        assertThatThrownBy(() -> Manifest.parse(planted))
                .hasMessageContaining("securityContext.allowPrivilegeEscalations");
    }

    @Test
    void refusesAValueOfAWrongType() {
        assertThatThrownBy(() -> Manifest.parse(SERVICE.formatted("ports: 8080")))
                .hasMessageContaining("apps/v1 Deployment/sample");
    }

    @Test
    void refusesAKindThatNobodyChecks() {
        assertThatThrownBy(() -> Manifest.parse("apiVersion: v1\nkind: Pod\nmetadata: {name: stray}\n"))
                .hasMessageContaining("got 'v1 Pod'");
    }
}
