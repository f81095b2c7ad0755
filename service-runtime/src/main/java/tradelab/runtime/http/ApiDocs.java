package tradelab.runtime.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.regex.Pattern;

/** Serves {@code /docs}: the service's OpenAPI document in Swagger UI, from the class path and without a network. */
final class ApiDocs {
    private static final String WEBJAR = "META-INF/resources/webjars/swagger-ui/";
    private static final String COORDINATES = "META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final Pattern FILE = Pattern.compile("swagger-ui(-bundle)?\\.(css|js)");
    private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    private static final String PAGE = """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><title>API</title>
        <meta name="viewport" content="width=device-width,initial-scale=1">
        <link rel="stylesheet" href="docs/swagger-ui.css"></head><body><main id="ui"></main>
        <script src="docs/swagger-ui-bundle.js"></script><script src="docs/start.js"></script></body></html>
        """;
    private static final String START = "SwaggerUIBundle({url: 'openapi.yaml', dom_id: '#ui', deepLinking: true});";

    private ApiDocs() {}

    static void mount(Router router) {
        router.get("/docs").handler(routing -> page(routing));
        router.get("/docs/start.js").handler(routing -> text(routing, JAVASCRIPT, START));
        router.get("/docs/:file").handler(ApiDocs::file);
    }

    private static void page(RoutingContext routing) {
        routing.response()
                .putHeader(
                        "content-security-policy",
                        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
                                + " img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'");
        text(routing, "text/html; charset=utf-8", PAGE);
    }

    private static void text(RoutingContext routing, String type, String text) {
        var _ = routing.response().putHeader("content-type", type).end(text);
    }

    private static void file(RoutingContext routing) {
        String file = routing.pathParam("file");
        if (file == null || !FILE.matcher(file).matches()) {
            routing.fail(404);
            return;
        }
        routing.vertx()
                .executeBlocking(() -> read(file), false)
                .onSuccess(content -> routing.response()
                        .putHeader("content-type", file.endsWith(".js") ? JAVASCRIPT : STYLE)
                        .putHeader("cache-control", "public, max-age=86400")
                        .end(content))
                .onFailure(routing::fail);
    }

    private static Buffer read(String file) throws IOException {
        ClassLoader loader = ApiDocs.class.getClassLoader();
        Properties coordinates = new Properties();
        try (InputStream in = open(loader, COORDINATES)) {
            coordinates.load(in);
        }
        try (InputStream in = open(loader, WEBJAR + coordinates.getProperty("version") + "/" + file)) {
            return Buffer.buffer(in.readAllBytes());
        }
    }

    private static InputStream open(ClassLoader loader, String resource) throws IOException {
        InputStream in = loader.getResourceAsStream(resource);
        if (in == null) {
            throw new IOException("not on the class path: " + resource);
        }
        return in;
    }
}
