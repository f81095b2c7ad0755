package tradelab.loadgen.agent;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tradelab.contracts.Require;
import tradelab.contracts.loadgen.AgentCommand;
import tradelab.contracts.loadgen.AgentFile;
import tradelab.contracts.loadgen.AgentFilePiece;

/**
 * The files of a run, which its agents ask for piece by piece. All agents hear every piece, so what several of them ask
 * for at once is sent once. Pure bookkeeping, owned by one event loop.
 */
final class Handout {
    /** Pieces that an agent asks for at once. */
    static final int WINDOW = 16;
    /** A piece that was sent is on its way for so long. */
    private static final long AGAIN_NANOS = 300_000_000;

    private final List<AgentFile> files = new ArrayList<>();
    private final List<byte[]> contents = new ArrayList<>();
    private final Pieces pieces;
    private final long[] sentNanos;
    private long most;

    /**
     * @param texts of the files, by name
     * @throws IllegalArgumentException if they are too many or too long for agents
     */
    Handout(Map<String, String> texts) {
        var _ = Require.range("agents: files of the definition", texts.size(), 0, AgentCommand.FILES_MAX);
        texts.forEach((name, text) -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            contents.add(bytes);
            files.add(new AgentFile(name, bytes.length, sha256(bytes)));
        });
        pieces = new Pieces(List.copyOf(files));
        sentNanos = new long[pieces.count()];
        Arrays.fill(sentNanos, Long.MIN_VALUE);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    List<AgentFile> files() {
        return pieces.files();
    }

    /** Returns whether an agent has more than any had before: it goes on, though it takes its time. */
    boolean goesOn(long has) {
        boolean more = has > most;
        most = Math.max(most, has);
        return more;
    }

    /**
     * Returns what is to be sent of what an agent lacks.
     *
     * @param numbers four bytes each
     * @throws IllegalArgumentException for what cannot be asked for
     */
    List<AgentFilePiece> asked(String runId, Buffer numbers, long nowNanos) {
        var _ = Require.range("pieces", numbers.length() / Integer.BYTES, 0, WINDOW);
        List<AgentFilePiece> sent = new ArrayList<>();
        for (int at = 0; at + Integer.BYTES <= numbers.length(); at += Integer.BYTES) {
            int number = numbers.getInt(at);
            Pieces.Place place = pieces.place(number);
            if (sentNanos[number] == Long.MIN_VALUE || nowNanos - sentNanos[number] > AGAIN_NANOS) {
                sentNanos[number] = nowNanos;
                byte[] bytes =
                        Arrays.copyOfRange(contents.get(place.file()), place.offset(), place.offset() + place.length());
                sent.add(new AgentFilePiece(runId, number, Buffer.buffer(bytes)));
            }
        }
        return sent;
    }
}
