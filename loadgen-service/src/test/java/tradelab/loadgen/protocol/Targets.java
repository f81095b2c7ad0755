package tradelab.loadgen.protocol;

import static tradelab.testing.Await.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.cap.Caps;
import tradelab.loadgen.definition.DefinitionReader;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.run.EngineBounds;
import tradelab.loadgen.run.LoadRun;

/** Servers to load, and how to load them. */
final class Targets {
    private static final String PASSWORD = "changeit";

    private Targets() {}

    /** A key of its own for 127.0.0.1, made by the JDK's tool, and its certificate beside it. */
    static Path keyStore(Path dir) throws IOException, InterruptedException {
        Path store = dir.resolve("key.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "target",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=target",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "3650",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "target",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-file",
                dir.resolve("cert.pem").toString());
        return store;
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool: " + said);
        }
    }

    static int http(Vertx vertx, Path store, boolean tls, Consumer<HttpServerRequest> handler) throws Exception {
        HttpServerOptions options = new HttpServerOptions().setUseAlpn(tls);
        if (tls) {
            options.setSsl(true)
                    .setKeyCertOptions(
                            new PfxOptions().setPath(store.toString()).setPassword(PASSWORD));
        }
        return await(vertx.createHttpServer(options)
                        .requestHandler(handler::accept)
                        .webSocketHandler(socket -> socket.textMessageHandler(text -> {
                            var _ = socket.writeTextMessage("heard " + text);
                            var _ = socket.writeTextMessage("and done");
                        }))
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    static TestResult load(Vertx vertx, String definition, EngineBounds bounds) throws Exception {
        LoadRun.Setup setup = LoadRun.Setup.of(
                        TargetGuard.of(TargetGuard.ALLOWED_DEFAULT).withBus(List.of("lab.echo.v1")), bounds)
                .within(vertx);
        return await(LoadRun.start(vertx, DefinitionReader.read("test", definition), setup, _ -> {})
                .result());
    }

    /** For targets that cannot be connected to. */
    static EngineBounds bounds(Path ca) {
        return bounds(ca, Duration.ofSeconds(1));
    }

    static EngineBounds bounds(Path ca, Duration connectTimeout) {
        String file = Files.exists(ca) ? ca.toString() : "";
        return new EngineBounds(
                connectTimeout, 64 * 1024, Duration.ofMillis(200), file, Caps.LARGEST, Duration.ofSeconds(30));
    }
}
