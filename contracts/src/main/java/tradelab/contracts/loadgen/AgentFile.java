package tradelab.contracts.loadgen;

import tradelab.contracts.Require;

/**
 * A file that a definition names as its data, as every agent must have it.
 *
 * @param name as the definition has it
 * @param bytes its length; it travels in pieces, see {@link AgentFilePiece}
 * @param sha256 of all of it, in lower-case hexadecimal
 */
public record AgentFile(String name, int bytes, String sha256) {
    public static final int NAME_LENGTH_MAX = 1_000;

    public AgentFile {
        name = Require.text("files.name", name, NAME_LENGTH_MAX);
        bytes = (int) Require.range("files.bytes", bytes, 1, Integer.MAX_VALUE);
        sha256 = Require.text("files.sha256", sha256, 64);
    }
}
