package tradelab.cli.demo;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import tradelab.cli.CommandException;
import tradelab.cli.ExitCode;
import tradelab.runtime.ServiceHost;

/** The services' HTTP APIs, as a user of the suite calls them. */
final class Api {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final ServiceHost host;

    Api(ServiceHost host) {
        this.host = host;
    }

    /** Returns the address of a service's API, without a slash at its end. */
    String base(String service) {
        return "http://127.0.0.1:" + host.port(service, "http");
    }

    JsonObject get(String service, String path) {
        return json(service, path, raw(service, path));
    }

    /** Returns the body as it came. */
    Buffer raw(String service, String path) {
        return send(service, path, HttpRequest.newBuilder().GET());
    }

    JsonObject post(String service, String path, JsonObject body) {
        return json(
                service,
                path,
                send(
                        service,
                        path,
                        HttpRequest.newBuilder()
                                .header("content-type", "application/json")
                                .POST(BodyPublishers.ofString(body.encode()))));
    }

    private Buffer send(String service, String path, HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(
                    request.uri(URI.create(base(service) + path))
                            .timeout(TIMEOUT)
                            .build(),
                    BodyHandlers.ofByteArray());
            Buffer body = Buffer.buffer(response.body());
            if (response.statusCode() / 100 != 2) {
                throw failed(service, path, "status " + response.statusCode() + ", " + body);
            }
            return body;
        } catch (IOException e) {
            throw failed(service, path, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.INTERRUPTED, "interrupted");
        }
    }

    private static JsonObject json(String service, String path, Buffer body) {
        try {
            return body.length() == 0 ? new JsonObject() : body.toJsonObject();
        } catch (DecodeException e) {
            throw failed(service, path, "expected a JSON object, got " + List.of(body.toString()));
        }
    }

    private static CommandException failed(String service, String path, String reason) {
        return new CommandException(ExitCode.OTHER, service + path + ": " + reason);
    }
}
