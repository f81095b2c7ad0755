package tradelab.venue.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import tradelab.contracts.Require;

/** Serves the page. Its files are a closed list, read once at the start. */
public final class PageRoutes {
    /** Only our own scripts and styles, and talking to nobody but ourselves; nothing inline, no eval, no frame. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String FOLDER = "tradelab/venue/page/";
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    private record File(String type, Buffer content, String etag) {}

    private final Map<String, File> files = new LinkedHashMap<>();

    /** Reads all files of the page. */
    public PageRoutes() {
        files.put("/", file("index.html", "text/html; charset=utf-8"));
        files.put("/page/style.css", file("style.css", "text/css; charset=utf-8"));
        files.put("/page/icon.svg", file("icon.svg", "image/svg+xml"));
        files.put("/page/theme.js", file("theme.js", SCRIPT));
        files.put("/page/main.js", file("main.js", SCRIPT));
        files.put("/page/draw.js", file("draw.js", SCRIPT));
        files.put("/page/life.js", file("life.js", SCRIPT));
    }

    private static File file(String name, String type) {
        try (InputStream in = PageRoutes.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
            byte[] content = Require.present(name, in).readAllBytes();
            CRC32 crc = new CRC32();
            crc.update(content);
            return new File(type, Buffer.buffer(content), "\"" + Long.toHexString(crc.getValue()) + "\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds the page to {@code router}. */
    public void addTo(Router router) {
        files.forEach((path, file) -> router.get(path).handler(request -> serve(request, file)));
    }

    private static void serve(RoutingContext request, File file) {
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.ETAG, file.etag())
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        if (file.etag().equals(request.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            var _ = response.setStatusCode(304).end();
        } else {
            var _ = response.putHeader(HttpHeaders.CONTENT_TYPE, file.type()).end(file.content());
        }
    }
}
