package tradelab.trading.chain;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The links between the groups of a partition: each holds the one before it, so no group can be changed, removed, inserted
 * or moved without all later links being other ones.
 */
public final class Chain {
    /** What the first link of a partition follows. */
    public static final String GENESIS = "";

    private static final int SEAL_BYTES = Integer.BYTES + 3 * Long.BYTES;

    private Chain() {}

    /**
     * Returns the link of a group: the SHA-256 of the link before it, the partition in 4 bytes, the first and the last
     * sequence and the epoch in 8 bytes each, the highest first, and what the group's steps amount to.
     *
     * @param previous the link before it
     * @param content of {@link GroupDigest}, or of whatever else its writer digested
     */
    public static byte[] link(
            byte[] previous, int partition, long firstSequence, long lastSequence, long epoch, byte[] content) {
        MessageDigest sha = sha256();
        sha.update(previous);
        sha.update(ByteBuffer.allocate(SEAL_BYTES)
                .putInt(partition)
                .putLong(firstSequence)
                .putLong(lastSequence)
                .putLong(epoch)
                .flip());
        return sha.digest(content);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
