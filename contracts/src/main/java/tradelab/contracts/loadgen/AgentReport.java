package tradelab.contracts.loadgen;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import tradelab.contracts.Require;
import tradelab.contracts.Topic;
import tradelab.contracts.Wire;

/**
 * What an agent tells the controller of its run. Layout: one byte of kind, then run, agent and text, each as two bytes
 * of length and UTF-8; eight bytes of sequence; the rest is the payload.
 *
 * @param sequence of what must arrive once and in order, from 1; sent again until it is acknowledged. Of an agent that
 *     follows, the last order that it carried out; of one that needs pieces, how many it has. 0 for the rest
 * @param text why, if refused; why not wholly, if it follows
 * @param payload what was measured since the last report, in the engine's own form
 */
public record AgentReport(Kind kind, String runId, String agentId, long sequence, String text, Buffer payload) {
    /** Where controllers listen. */
    public static final Topic<AgentReport> TOPIC =
            new Topic<>("loadgen.agent.report.v2", new Wire<>(AgentReport::encode, AgentReport::decode));

    /** What it is about. */
    public enum Kind {
        HERE,
        READY,
        REFUSED,
        /** Alive, nothing new. */
        ALIVE,
        DELTA,
        /** The last delta. */
        ENDED,
        /** Has carried out the controller's orders. */
        FOLLOWS,
        /** Lacks pieces of the run's files: their numbers are the payload, four bytes each. */
        NEEDS
    }

    private static final int TEXT_MAX = 1_000;

    public AgentReport {
        kind = Require.present("kind", kind);
        runId = Require.id("runId", runId);
        agentId = Require.id("agentId", agentId);
        sequence = Require.range("sequence", sequence, 0, Long.MAX_VALUE);
        text = Require.present("text", text);
        payload = Require.present("payload", payload);
    }

    private static Buffer encode(AgentReport report) {
        Buffer out = Buffer.buffer(128 + report.payload.length());
        out.appendByte((byte) report.kind.ordinal());
        text(out, report.runId);
        text(out, report.agentId);
        text(out, report.text);
        return out.appendLong(report.sequence).appendBuffer(report.payload);
    }

    private static void text(Buffer out, String text) {
        String shown = text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) : text;
        byte[] bytes = shown.getBytes(StandardCharsets.UTF_8);
        out.appendUnsignedShort(bytes.length).appendBytes(bytes);
    }

    private static AgentReport decode(Buffer in) {
        try {
            int at = 1;
            String[] texts = new String[3];
            for (int i = 0; i < texts.length; i++) {
                int length = in.getUnsignedShort(at);
                texts[i] = in.getString(at + 2, at + 2 + length);
                at += 2 + length;
            }
            return new AgentReport(
                    kind(in.getByte(0)),
                    texts[0],
                    texts[1],
                    in.getLong(at),
                    texts[2],
                    in.getBuffer(at + Long.BYTES, in.length()));
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("report: expected a whole one, got " + in.length() + " bytes", e);
        }
    }

    private static Kind kind(int number) {
        int known = (int) Require.range("kind", number, 0, Kind.values().length - 1L);
        return Kind.values()[known];
    }
}
