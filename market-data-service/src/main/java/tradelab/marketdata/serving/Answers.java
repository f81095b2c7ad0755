package tradelab.marketdata.serving;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Instrument;
import tradelab.contracts.Json;
import tradelab.contracts.Require;
import tradelab.contracts.marketdata.Quote.Validity;
import tradelab.contracts.marketdata.QuoteAnswer;
import tradelab.marketdata.cache.Freshness;
import tradelab.runtime.http.ApiRequest;
import tradelab.runtime.http.HttpReply;

/**
 * Answers that tell how old they are.
 *
 * <p>The entity tag is one of the value without its age, so it is weak: equal tags mean an equal value, seen at another
 * time. {@code Age} is what the value's age is, in whole seconds. {@code no-cache} lets a cache keep an answer but not use
 * it before it has asked; whoever asks with the tag of the value there is gets 304 and its age, without a body.
 */
final class Answers {
    /** Shorter bodies fit into a packet or two, and cost more to compress than to send. */
    static final int GZIP_BYTES_MIN = 2_048;

    private static final int TAG_BYTES = 12;

    private Answers() {}

    /** Why a value was not served. */
    record TooOld(String error, String message, long ageMillis, long maxAgeMillis, Validity validity) {}

    /** How old a value is, and whether it can be trusted. */
    record Seen(long receiveEpochMillis, Validity validity, long ageMillis) {
        static Seen at(long receiveEpochMillis, Validity validity, long nowEpochMillis) {
            return new Seen(receiveEpochMillis, validity, Freshness.age(receiveEpochMillis, nowEpochMillis));
        }

        /** @param live whether what the value is made of comes in now without a hole */
        static Seen at(long receiveEpochMillis, boolean live, long nowEpochMillis) {
            return at(
                    receiveEpochMillis,
                    live ? Validity.LIVE : receiveEpochMillis == 0 ? Validity.DETACHED : Validity.SUSPECT,
                    nowEpochMillis);
        }
    }

    /**
     * Returns the value with {@code validity}, {@code receiveEpochMillis} and {@code ageMillis} added; or 304, or the
     * refusal of a value that is too old.
     *
     * @param value a record of at least one field, without its age
     */
    static Future<HttpReply> aged(
            ApiRequest request, String what, Object value, Seen seen, @Nullable Long maxAgeMillis) {
        if (maxAgeMillis != null && !Freshness.fresh(seen.validity(), seen.ageMillis(), maxAgeMillis)) {
            return Future.succeededFuture(
                    tooOld(what, new QuoteAnswer.TooOld(seen.ageMillis(), maxAgeMillis, seen.validity())));
        }
        Buffer json = Json.write(value);
        Buffer body = json.slice(0, json.length() - 1)
                .copy()
                .appendString(",\"validity\":\"" + seen.validity() + "\",\"receiveEpochMillis\":"
                        + seen.receiveEpochMillis() + ",\"ageMillis\":" + seen.ageMillis() + "}");
        String tag = "W/\"" + digest(json) + "-" + seen.validity().name().charAt(0) + "\"";
        return tagged(request, body, tag, Long.toString(seen.ageMillis() / 1_000));
    }

    /** One of many values, or why there is none: its JSON, what of it is not its age, and how old it is. */
    record Element(Buffer json, String value, long ageMillis) {
        /** What its own read would have failed with. */
        static Element failed(Instrument instrument, HttpReply reply) {
            Object reason = Require.present("body", reply.body());
            Buffer body = reason instanceof Buffer buffer ? buffer : Json.write(reason);
            String head = "{\"instrument\":\"" + instrument + "\",\"status\":" + reply.status();
            return new Element(
                    Buffer.buffer(head + ",\"failure\":").appendBuffer(body).appendString("}"), head, 0);
        }
    }

    /** Returns many values under one name, or 304 if none of them has changed; as old as the oldest. */
    static Future<HttpReply> many(ApiRequest request, String name, List<Element> elements) {
        Buffer body = Buffer.buffer("{\"" + name + "\":[");
        Buffer values = Buffer.buffer();
        long ageMillis = 0;
        for (Element one : elements) {
            body.appendString(values.length() == 0 ? "" : ",").appendBuffer(one.json());
            values.appendString(one.value()).appendString("\n");
            ageMillis = Math.max(ageMillis, one.ageMillis());
        }
        return tagged(
                request, body.appendString("]}"), "W/\"" + digest(values) + "\"", Long.toString(ageMillis / 1_000));
    }

    /** Returns a value that has no age. */
    static Future<HttpReply> current(ApiRequest request, Object value) {
        Buffer json = Json.write(value);
        return tagged(request, json, "W/\"" + digest(json) + "\"", "0");
    }

    private static Future<HttpReply> tagged(ApiRequest request, Buffer body, String tag, String ageSeconds) {
        boolean same = matches(request.context().request().getHeader(HttpHeaders.IF_NONE_MATCH), tag);
        Future<HttpReply> reply = same ? Future.succeededFuture(HttpReply.of(304, null)) : json(request, body);
        return reply.map(answer -> answer.with("etag", tag)
                .with("cache-control", "no-cache")
                .with("age", ageSeconds)
                .with("vary", "accept-encoding"));
    }

    /** Returns JSON, compressed if it is long and the client can read that. */
    static Future<HttpReply> json(ApiRequest request, Buffer body) {
        HttpReply plain = HttpReply.of(200, body).with("content-type", "application/json");
        if (body.length() < GZIP_BYTES_MIN
                || !acceptsGzip(request.context().request().getHeader(HttpHeaders.ACCEPT_ENCODING))) {
            return Future.succeededFuture(plain);
        }
        return request.context()
                .vertx()
                .executeBlocking(() -> gzip(body), false)
                .map(shorter -> new HttpReply(200, shorter, plain.headers()).with("content-encoding", "gzip"));
    }

    static boolean matches(@Nullable String ifNoneMatch, String tag) {
        if (ifNoneMatch == null) {
            return false;
        }
        String opaque = tag.substring(2);
        for (String one : ifNoneMatch.split(",", -1)) {
            String known = one.strip();
            if (known.equals("*") || known.equals(tag) || known.equals(opaque)) {
                return true;
            }
        }
        return false;
    }

    static boolean acceptsGzip(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        for (String one : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
            String coding = one.strip();
            if (coding.equals("gzip") || coding.startsWith("gzip;") && !coding.matches("gzip;\\s*q=0(\\.0*)?")) {
                return true;
            }
        }
        return false;
    }

    private static Buffer gzip(Buffer body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length() / 4);
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body.getBytes());
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    private static String digest(Buffer json) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(json.getBytes());
            return HexFormat.of().formatHex(digest, 0, TAG_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Returns the refusal of a value that its reader finds too old. */
    static HttpReply tooOld(String what, QuoteAnswer.TooOld tooOld) {
        String message = what + ": expected LIVE and at most " + tooOld.maxAgeMillis() + " ms old, got "
                + tooOld.validity() + " and " + tooOld.ageMillis() + " ms";
        TooOld body = new TooOld(
                FailureKind.CONFLICT.name(), message, tooOld.ageMillis(), tooOld.maxAgeMillis(), tooOld.validity());
        return HttpReply.of(FailureKind.CONFLICT.code(), body).with("cache-control", "no-store");
    }
}
