package tradelab.trading.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Vectors that another program has reckoned from the description: what was once written must stay readable. */
class GroupDigestTest {
    private static final String MARKS = "1a4491c1986a32c0564b5ab5";
    private static final String CONTENT = "7b8280607c88dff6f80c6ff560f8ad12b0941fa08f85db12079db33c63dfac64";
    private static final String LINK = "4db5cbc0cf7129d453ece5ebabe53a9447ab5cdc0f332f80920863ebbb165045";

    @Test
    void keepsTheFormOfItsBytes() {
        GroupDigest digest = new GroupDigest(3);
        int first = digest.accepted(
                17,
                "a1",
                "c1",
                "BITFINEX:tBTCUSD",
                "BUY",
                "LIMIT",
                640_000_000_000L,
                100_000_000,
                true,
                1_790_000_000_000L,
                null);
        int _ = digest.accepted(
                33, "a1", "größer", "TWSE:2330", "SELL", "MARKET", null, 5, false, 1_790_000_000_001L, "ASKED");
        int third = digest.changed(
                17,
                "PARTIAL",
                50_000_000,
                640_000_000_000L,
                "9001",
                null,
                true,
                3,
                1_790_000_000_007L,
                0L,
                70_000_000L);
        byte[] content = digest.content();
        assertThat(HexFormat.of().formatHex(digest.marks())).isEqualTo(MARKS);
        assertThat(HexFormat.of().formatHex(content)).isEqualTo(CONTENT);
        assertThat(HexFormat.of().formatHex(Chain.link(new byte[] {0, -1}, 3, 7, 9, 2, content)))
                .isEqualTo(LINK);
        assertThat(GroupDigest.mark(digest.marks(), 0)).isEqualTo(first);
        assertThat(GroupDigest.mark(digest.marks(), 2)).isEqualTo(third);
    }

    @Test
    void hasNoMarkWhereThereIsNoStep() {
        assertThat(GroupDigest.mark(new byte[7], 1)).isZero();
    }
}
