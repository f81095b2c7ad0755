package tradelab.loadgen.agent;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tradelab.contracts.Require;
import tradelab.contracts.loadgen.AgentFile;
import tradelab.contracts.loadgen.AgentFilePiece;

/** The files of a run as they come to an agent, in whatever order, and however often. Pure bookkeeping. */
final class Intake {
    private final Pieces pieces;
    private final List<byte[]> contents = new ArrayList<>();
    private final BitSet has = new BitSet();
    /** Asked for and not come yet. */
    private final BitSet asked = new BitSet();

    /** @throws IllegalArgumentException if they are too long */
    Intake(List<AgentFile> files) {
        pieces = new Pieces(files);
        files.forEach(file -> contents.add(new byte[file.bytes()]));
    }

    boolean isComplete() {
        return has.cardinality() == pieces.count();
    }

    /** Returns how many pieces have come. */
    int count() {
        return has.cardinality();
    }

    /** Returns the numbers of the first pieces that are missing, four bytes each; they count as asked for. */
    Buffer missing() {
        Buffer numbers = Buffer.buffer();
        asked.clear();
        for (int piece = has.nextClearBit(0);
                piece < pieces.count() && asked.cardinality() < Handout.WINDOW;
                piece = has.nextClearBit(piece + 1)) {
            asked.set(piece);
            numbers.appendInt(piece);
        }
        return numbers;
    }

    /**
     * Takes a piece, whoever asked for it.
     *
     * @return whether all that was asked for has come with it
     * @throws IllegalArgumentException for one that does not fit
     */
    boolean take(AgentFilePiece piece) {
        Pieces.Place place = pieces.place(piece.piece());
        if (piece.bytes().length() != place.length()) {
            throw Require.refused(
                    "piece " + piece.piece(),
                    place.length() + " bytes",
                    Integer.toString(piece.bytes().length()));
        }
        has.set(piece.piece());
        System.arraycopy(piece.bytes().getBytes(), 0, contents.get(place.file()), place.offset(), place.length());
        boolean waited = !asked.isEmpty();
        asked.clear(piece.piece());
        return waited && asked.isEmpty();
    }

    /**
     * Returns the texts of the files, by name.
     *
     * @throws IllegalArgumentException if one is not what was announced
     */
    Map<String, String> files() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < contents.size(); i++) {
            AgentFile file = pieces.files().get(i);
            String sha256 = Handout.sha256(contents.get(i));
            if (!sha256.equals(file.sha256())) {
                throw Require.refused("file " + file.name() + ": SHA-256", file.sha256(), sha256);
            }
            texts.put(file.name(), new String(contents.get(i), StandardCharsets.UTF_8));
        }
        return texts;
    }
}
