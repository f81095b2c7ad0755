package tradelab.loadgen.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The published schema is that of the API; {@code main} prints it anew. */
class DefinitionSchemaTest {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public static void main(String[] args) throws IOException {
        System.out.println(MAPPER.writeValueAsString(fromTheApi()));
    }

    @Test
    void thePublishedSchemaIsThatOfTheApi() throws IOException {
        assertThat(MAPPER.readTree(resource("load-test.schema.json"))).isEqualTo(fromTheApi());
    }

    @Test
    void theSchemaNamesAllThatADefinitionMayHave() throws IOException {
        JsonNode properties = fromTheApi().get("properties");
        for (String name : List.of("target", "operations", "sessions", "feeds", "keys", "profile", "schedule")) {
            assertThat(properties.has(name)).as(name).isTrue();
        }
        assertThat(fromTheApi().at("/properties/profile/enum")).isEqualTo(MAPPER.valueToTree(Profiles.NAMES));
    }

    private static JsonNode fromTheApi() throws IOException {
        Map<String, Object> api = new Yaml().load(resource("openapi.yaml"));
        String schemas = MAPPER.writeValueAsString(MAPPER.valueToTree(api).at("/components/schemas"));
        ObjectNode all = (ObjectNode) MAPPER.readTree(schemas.replace("#/components/schemas/", "#/$defs/"));
        ObjectNode schema = MAPPER.createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema").put("title", "Load test");
        schema.setAll((ObjectNode) all.remove("LoadTest"));
        schema.set("$defs", all);
        return schema;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = DefinitionSchemaTest.class.getResourceAsStream("/tradelab/loadgen/" + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
