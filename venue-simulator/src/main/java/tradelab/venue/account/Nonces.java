package tradelab.venue.account;

import java.math.BigInteger;

/** The nonces of one API key: each must be above the one before. Not thread-safe. */
public final class Nonces {
    /** The longest nonce that is read. */
    public static final int LENGTH_MAX = 30;

    private BigInteger last = BigInteger.ZERO;

    /** Takes a nonce if it is a number above the last one. Returns whether it did. */
    public boolean tryTake(String nonce) {
        if (nonce.isEmpty() || nonce.length() > LENGTH_MAX || !nonce.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        BigInteger value = new BigInteger(nonce);
        if (value.compareTo(last) <= 0) {
            return false;
        }
        last = value;
        return true;
    }
}
