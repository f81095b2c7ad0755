package tradelab.loadgen.engine;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import tradelab.contracts.Require;

/**
 * Seconds as bytes: all numbers as variable-length integers, histograms as gaps between buckets and counts. Exact; a
 * usual second of one operation takes a few hundred bytes.
 */
public final class SecondCodec {
    private static final int SECONDS_MAX = 86_400;

    private SecondCodec() {}

    public static Buffer encode(List<Second> seconds) {
        Buffer out = Buffer.buffer(1_024);
        number(out, seconds.size());
        seconds.forEach(second -> encode(out, second));
        return out;
    }

    private static void encode(Buffer out, Second second) {
        number(out, second.number());
        number(out, second.offered());
        number(out, second.completed());
        number(out, second.errors());
        number(out, second.retries());
        number(out, second.iterations());
        number(out, second.cut());
        counts(out, second.lag());
        counts(out, second.waiting());
        counts(out, second.firstByte());
        for (int i = 0; i < second.operationCount(); i++) {
            operation(out, second.operation(i));
        }
    }

    private static void operation(Buffer out, Second.OfOperation operation) {
        number(out, operation.requests);
        number(out, operation.checks);
        number(out, operation.checksFailed);
        counts(out, operation.response);
        counts(out, operation.service);
        int[] kinds = operation.errorsByKind;
        int different = 0;
        for (int i = 0; kinds != null && i < kinds.length; i++) {
            different += kinds[i] > 0 ? 1 : 0;
        }
        number(out, different);
        for (int i = 0; kinds != null && i < kinds.length; i++) {
            if (kinds[i] > 0) {
                number(out, i);
                number(out, kinds[i]);
            }
        }
    }

    private static void counts(Buffer out, LatencyCounts counts) {
        int[] buckets = new int[1];
        counts.forEach((_, _) -> buckets[0]++);
        number(out, buckets[0]);
        int[] before = new int[1];
        counts.forEach((index, count) -> {
            number(out, index - before[0]);
            number(out, count);
            before[0] = index;
        });
    }

    private static void number(Buffer out, long value) {
        long rest = value;
        while (rest >= 0x80) {
            out.appendByte((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.appendByte((byte) rest);
    }

    /** @throws IllegalArgumentException for anything that {@link #encode} did not make of as many operations */
    public static List<Second> decode(Buffer in, int operationCount) {
        try {
            Reader reader = new Reader(in);
            int count = reader.number("seconds", SECONDS_MAX);
            List<Second> seconds = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                seconds.add(second(reader, operationCount));
            }
            return seconds;
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("seconds: expected a whole report, got " + in.length() + " bytes", e);
        }
    }

    private static Second second(Reader in, int operationCount) {
        Second second = new Second(in.number("second", Integer.MAX_VALUE), operationCount);
        second.counts(in.number(), in.number(), in.number(), in.number());
        second.iterations(in.number(), in.number());
        counts(in, second.lag());
        counts(in, second.waiting());
        counts(in, second.firstByte());
        for (int i = 0; i < operationCount; i++) {
            Second.OfOperation operation = second.operation(i);
            operation.requests = in.number();
            operation.checks = in.number();
            operation.checksFailed = in.number();
            counts(in, operation.response);
            counts(in, operation.service);
            int kinds = in.number("kinds", ErrorKind.COUNT);
            for (int k = 0; k < kinds; k++) {
                operation.error(in.number("kind", ErrorKind.COUNT - 1), in.number("count", Integer.MAX_VALUE));
            }
        }
        return second;
    }

    private static void counts(Reader in, LatencyCounts counts) {
        int buckets = in.number("buckets", LatencyCounts.BUCKETS);
        int index = 0;
        for (int i = 0; i < buckets; i++) {
            index += in.number("gap", LatencyCounts.BUCKETS);
            var _ = Require.range("bucket", index, 0, LatencyCounts.BUCKETS - 1L);
            counts.add(index, in.number("count", Integer.MAX_VALUE));
        }
    }

    private static final class Reader {
        private final Buffer in;
        private int at;

        Reader(Buffer in) {
            this.in = in;
        }

        long number() {
            long value = 0;
            for (int shift = 0; shift < Long.SIZE; shift += 7) {
                byte next = in.getByte(at++);
                value |= (next & 0x7fL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw new IllegalArgumentException("number: expected at most 9 bytes, got more");
        }

        int number(String field, int max) {
            return (int) Require.range(field, number(), 0, max);
        }
    }
}
