package tradelab.runtime.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.handler.HttpException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;

/** Turns whatever a handler failed with into a status and a body that says what was wrong. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /**
     * The body of every failed request.
     *
     * @param error a {@link FailureKind}, or the HTTP status in words
     * @param message for people: field, expectation, what came
     * @param field the offending field or parameter, where there is one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Body(String error, String message, @Nullable String field) {}

    static HttpReply reply(HttpServerRequest request, Throwable cause, int statusOtherwise, String route) {
        if (cause instanceof ServiceException failure) {
            return reply(failure.kind(), text(failure));
        }
        if (cause instanceof HttpException http) {
            return http.getPayload() == null
                    ? status(request, http.getStatusCode())
                    : HttpReply.of(
                            http.getStatusCode(), new Body(words(http.getStatusCode()), http.getPayload(), null));
        }
        if (cause instanceof IllegalArgumentException) {
            return reply(FailureKind.INVALID_REQUEST, text(cause));
        }
        if (statusOtherwise >= 400 && statusOtherwise < 500) {
            return status(request, statusOtherwise);
        }
        LOG.error("event=request_failed route={}", route, cause);
        return reply(FailureKind.INTERNAL, "a defect on our side; it is in the log");
    }

    static HttpReply status(HttpServerRequest request, int status) {
        String asked = request.method() + " " + request.path();
        String message = switch (status) {
            case 404 -> "nothing is at " + asked + "; /openapi.yaml describes what there is";
            case 405 -> "method: expected another one, got " + asked;
            case 415 -> "content-type: expected application/json, got '" + request.getHeader("content-type") + "'";
            default -> words(status);
        };
        return HttpReply.of(status, new Body(words(status), message, null));
    }

    /** A body of more than {@code bytesMax} bytes. */
    static HttpReply tooLarge(long bytesMax, String got) {
        String message = "body: expected at most " + bytesMax + " bytes, got " + got;
        return HttpReply.of(413, new Body(words(413), message, "body"));
    }

    private static HttpReply reply(FailureKind kind, String message) {
        String field = kind == FailureKind.INVALID_REQUEST ? field(message) : null;
        HttpReply reply = HttpReply.of(kind.code(), new Body(kind.name(), message, field));
        return kind.retryable() ? reply.with("retry-after", "1") : reply;
    }

    /** Our messages begin with the field: {@code price: expected …}. */
    private static @Nullable String field(String message) {
        int colon = message.indexOf(": ");
        String named = colon < 0 ? "" : message.substring(0, colon);
        return named.isEmpty() || named.indexOf(' ') >= 0 ? null : named;
    }

    private static String text(Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static String words(int status) {
        return switch (status) {
            case 400 -> "INVALID_REQUEST";
            case 404 -> "NOT_FOUND";
            case 405 -> "METHOD_NOT_ALLOWED";
            case 406 -> "NOT_ACCEPTABLE";
            case 413 -> "BODY_TOO_LARGE";
            case 415 -> "UNSUPPORTED_MEDIA_TYPE";
            default -> "STATUS_" + status;
        };
    }
}
