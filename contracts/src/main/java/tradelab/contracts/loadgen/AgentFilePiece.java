package tradelab.contracts.loadgen;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import tradelab.contracts.Require;
import tradelab.contracts.Topic;
import tradelab.contracts.Wire;

/**
 * A piece of the files of a run, from its controller to whichever agents lack it. Layout: two bytes of length and the
 * run in UTF-8, four bytes of number; the rest is the piece.
 *
 * @param piece its number; those of all files are counted through, file after file
 * @param bytes {@link #BYTES} of them, or what is left of the file
 */
public record AgentFilePiece(String runId, int piece, Buffer bytes) {
    /** How long all pieces but the last of a file are. */
    public static final int BYTES = 64 * 1024;

    /** Where agents listen. */
    public static final Topic<AgentFilePiece> TOPIC =
            new Topic<>("loadgen.agent.file.v1", new Wire<>(AgentFilePiece::encode, AgentFilePiece::decode));

    public AgentFilePiece {
        runId = Require.id("runId", runId);
        piece = (int) Require.range("piece", piece, 0, Integer.MAX_VALUE);
        var _length = Require.range("bytes", Require.present("bytes", bytes).length(), 1, BYTES);
    }

    private static Buffer encode(AgentFilePiece piece) {
        byte[] run = piece.runId.getBytes(StandardCharsets.UTF_8);
        return Buffer.buffer(8 + run.length + piece.bytes.length())
                .appendUnsignedShort(run.length)
                .appendBytes(run)
                .appendInt(piece.piece)
                .appendBuffer(piece.bytes);
    }

    private static AgentFilePiece decode(Buffer in) {
        try {
            int length = in.getUnsignedShort(0);
            int at = 2 + length;
            return new AgentFilePiece(
                    in.getString(2, at), in.getInt(at), in.getBuffer(at + Integer.BYTES, in.length()));
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("piece: expected a whole one, got " + in.length() + " bytes", e);
        }
    }
}
