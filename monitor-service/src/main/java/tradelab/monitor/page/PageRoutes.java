package tradelab.monitor.page;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Serves the live page. Its files are a closed list, read once at the start; nothing of the class path can be reached
 * by a clever path. The chart library comes from its Maven artifact, so that the build needs no Node and the page no
 * network.
 */
public final class PageRoutes {
    /** Where the artifact org.mvnpm:echarts keeps the build with line charts, tooltips and no map. */
    static final String CHART_LIBRARY = "META-INF/resources/_static/echarts/6.0.0/dist/echarts.common.min.js";

    /** Its version is in its address, so it never changes there. */
    static final String CHART_LIBRARY_PATH = "/page/echarts-6.0.0.js";

    /*
     * Only our own scripts and styles, and talking to nobody but ourselves; no inline script, no eval, no frame. The
     * chart library sets styles through the DOM, which the policy allows, and its tooltips get DOM nodes from us.
     */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";

    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String FOLDER = "tradelab/monitor/page/";
    private static final String REVALIDATE = "no-cache";
    private static final String FOREVER = "public, max-age=31536000, immutable";

    /** Our modules; {@code main.js} is the one that the page loads. */
    private static final List<String> SCRIPTS = List.of(
            "theme.js",
            "main.js",
            "catalog.js",
            "format.js",
            "history.js",
            "stream.js",
            "charts.js",
            "cards.js",
            "dom.js");

    private final Map<String, PageFile> files = new LinkedHashMap<>();

    /** Reads all files of the page. */
    public PageRoutes() {
        files.put("/", PageFile.load(FOLDER + "index.html", "text/html; charset=utf-8"));
        files.put("/page/style.css", PageFile.load(FOLDER + "style.css", "text/css; charset=utf-8"));
        files.put("/page/icon.svg", PageFile.load(FOLDER + "icon.svg", "image/svg+xml"));
        SCRIPTS.forEach(name -> files.put("/page/" + name, PageFile.load(FOLDER + name, SCRIPT)));
        files.put(CHART_LIBRARY_PATH, PageFile.load(CHART_LIBRARY, SCRIPT));
    }

    /** Adds the page to {@code router}. */
    public void addTo(Router router) {
        files.forEach((path, file) -> {
            String caching = path.equals(CHART_LIBRARY_PATH) ? FOREVER : REVALIDATE;
            router.get(path).handler(request -> serve(request, file, caching));
        });
    }

    private static void serve(RoutingContext request, PageFile file, String caching) {
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CACHE_CONTROL, caching)
                .putHeader(HttpHeaders.ETAG, file.etag())
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        if (file.etag().equals(request.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.type());
        String accepted = request.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
        if (accepted != null && accepted.contains("gzip")) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip").end(file.gzip());
        } else {
            response.end(file.plain());
        }
    }
}
