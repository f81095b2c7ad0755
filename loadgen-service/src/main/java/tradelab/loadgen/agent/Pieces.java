package tradelab.loadgen.agent;

import java.util.List;
import tradelab.contracts.Require;
import tradelab.contracts.loadgen.AgentFile;
import tradelab.contracts.loadgen.AgentFilePiece;

/** Which numbered piece belongs where: those of all files are counted through, file after file. Pure. */
record Pieces(List<AgentFile> files) {
    /** Agents hold all of a run's files in memory, twice while they are read. */
    static final int BYTES_MAX = 64 * 1024 * 1024;

    /** Where a piece lies. */
    record Place(int file, int offset, int length) {}

    Pieces {
        long bytes = files.stream().mapToLong(AgentFile::bytes).sum();
        if (bytes > BYTES_MAX) {
            throw Require.refused(
                    "agents",
                    "files of at most " + BYTES_MAX + " bytes together, which travel to every agent; cut them, or run"
                            + " the test without agents",
                    files.stream().map(AgentFile::name).toList() + " of " + bytes);
        }
    }

    private static int count(AgentFile file) {
        return Math.ceilDiv(file.bytes(), AgentFilePiece.BYTES);
    }

    int count() {
        return files.stream().mapToInt(Pieces::count).sum();
    }

    Place place(int piece) {
        int left = (int) Require.range("piece", piece, 0, count() - 1L);
        for (int file = 0; file < files.size(); file++) {
            int count = count(files.get(file));
            if (left < count) {
                int offset = left * AgentFilePiece.BYTES;
                return new Place(
                        file,
                        offset,
                        Math.min(AgentFilePiece.BYTES, files.get(file).bytes() - offset));
            }
            left -= count;
        }
        throw new IllegalStateException("no place for piece " + piece);
    }
}
