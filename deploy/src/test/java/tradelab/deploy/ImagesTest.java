package tradelab.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What the build puts into images is what the manifests start. */
class ImagesTest {
    private static final Path ROOT = Path.of("..");

    private final Document pom = document(ROOT.resolve("pom.xml"));

    @Test
    void startEveryJvmWithTheFlagsThatAllOursHave() {
        String flags = texts(pom, "/project/properties/jvm.flags").getFirst();
        // Two words outside, where a shell reads them; one word inside, where each flag is a word.
        List<String> words =
                Arrays.asList(flags.replaceAll("(--add-\\S+) ", "$1=").split(" "));
        assertThat(texts(pom, "//profile[id='images']//jvmFlag")).containsAll(words);
    }

    @Test
    void runAsTheUserOfTheManifests() {
        assertThat(texts(pom, "//profile[id='images']//container/user")).containsExactly("10001:10001");
    }

    @Test
    void haveTheNamesAndVersionThatTheManifestsAskFor() {
        String version = texts(pom, "/project/version").getFirst();
        Map<String, String> asked = Rendering.BASE.manifest().services().stream()
                .collect(Collectors.toMap(
                        it -> it.name(),
                        it -> it.template().getSpec().getContainers().getFirst().getImage()));
        assertThat(asked).allSatisfy((name, image) -> assertThat(image).isEqualTo("tradelab/" + name + ":" + version));
    }

    @Test
    void areMadeOfExactlyTheServicesThatAreDeployed() {
        List<String> images = texts(pom, "/project/modules/module").stream()
                .filter(module -> texts(document(ROOT.resolve(module, "pom.xml")), "/project/properties/image.skip")
                        .contains("false"))
                .toList();
        assertThat(images)
                .containsExactlyInAnyOrderElementsOf(Rendering.BASE.manifest().services().stream()
                        .map(Manifest.Workload::name)
                        .toList());
    }

    @Test
    void takeAllTheirMemoryAtTheStartOnlyWhereTheManifestSetsItAside() {
        for (Manifest.Workload workload : Rendering.BASE.manifest().services()) {
            Document module = document(ROOT.resolve(workload.name(), "pom.xml"));
            if (texts(module, "/project/properties/image.heap.touch").contains("+")) {
                var resources =
                        workload.template().getSpec().getContainers().getFirst().getResources();
                assertThat(resources.getRequests().get("memory"))
                        .as(workload.name())
                        .isEqualTo(resources.getLimits().get("memory"));
                assertThat(texts(module, "/project/properties/image.heap.initial"))
                        .hasSize(1)
                        .allSatisfy(percent -> assertThat(texts(pom, "//profile[id='images']//jvmFlag"))
                                .contains("-XX:MaxRAMPercentage=" + percent));
            }
        }
    }

    private static Document document(Path file) {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        } catch (Exception e) {
            throw new IllegalStateException("expected a readable " + file, e);
        }
    }

    private static List<String> texts(Document document, String path) {
        try {
            NodeList nodes =
                    (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
            return IntStream.range(0, nodes.getLength())
                    .mapToObj(i -> nodes.item(i).getTextContent().strip())
                    .toList();
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException("path: expected an XPath, got " + path, e);
        }
    }
}
