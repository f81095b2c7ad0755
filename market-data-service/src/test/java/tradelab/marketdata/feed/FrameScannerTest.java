package tradelab.marketdata.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;

class FrameScannerTest {
    private final FrameScanner scanner = new FrameScanner();
    private final Frame frame = new Frame();

    @Example
    void readsAChangeOfABook() {
        assertThat(scan("[81568,[6444.9,3,-0.17068024]]")).isNull();

        assertThat(frame.kind).isEqualTo(FrameKind.ROW);
        assertThat(frame.channel).isEqualTo(81_568);
        assertThat(frame.scaled(0, 0)).isEqualTo(644_490_000_000L);
        assertThat(frame.whole(0, 1)).isEqualTo(3);
        assertThat(frame.scaled(0, 2)).isEqualTo(-17_068_024L);
    }

    @Example
    void readsExponentsWithoutADouble() {
        assertThat(scan("[1,[6419,1,-8.8e-7]]")).isNull();
        assertThat(frame.scaled(0, 2)).isEqualTo(-88);

        assertThat(scan("[1,[1.5E+3,1,2e0]]")).isNull();
        assertThat(frame.scaled(0, 0)).isEqualTo(1_500 * Decimals.ONE);
        assertThat(frame.scaled(0, 2)).isEqualTo(2 * Decimals.ONE);
    }

    @Example
    void readsSnapshotsAndEmptyOnes() {
        assertThat(scan("[7,[[6443,5,5.2],[6444,1,-1]],12,1700000000000]")).isNull();
        assertThat(frame.kind).isEqualTo(FrameKind.ROWS);
        assertThat(frame.rows).isEqualTo(2);
        assertThat(frame.tail[0]).isEqualTo(12);
        assertThat(frame.tail[1]).isEqualTo(1_700_000_000_000L);

        assertThat(scan("[7,[]]")).isNull();
        assertThat(frame.kind).isEqualTo(FrameKind.ROWS);
        assertThat(frame.rows).isZero();
    }

    @Example
    void readsWordsWithWhatFollowsThem() {
        assertThat(scan("[7,\"hb\",3]")).isNull();
        assertThat(frame.kind).isEqualTo(FrameKind.HEARTBEAT);
        assertThat(scan("[7,\"cs\",-1756193398,4]")).isNull();
        assertThat(frame.kind).isEqualTo(FrameKind.CHECKSUM);
        assertThat(frame.tail[0]).isEqualTo(-1_756_193_398L);
        assertThat(scan("[7,\"te\",[310628134,1542045968922,0.01073894,6443.1]]"))
                .isNull();
        assertThat(frame.kind).isEqualTo(FrameKind.TRADE_EXECUTED);
        assertThat(frame.whole(0, 1)).isEqualTo(1_542_045_968_922L);
        assertThat(frame.scaled(0, 1)).isEqualTo(Frame.UNREPRESENTABLE);
    }

    @Example
    void aNumberThatDoesNotFitIsMarkedAndNotRounded() {
        assertThat(scan("[1,[0.123456789,1e25,99999999999999999999,null]]")).isNull();

        for (int column = 0; column < 3; column++) {
            assertThat(frame.scaled(0, column)).isEqualTo(Frame.UNREPRESENTABLE);
        }
        assertThat(frame.scaled(0, 3)).isEqualTo(Frame.NULL);
    }

    @Example
    void refusesWhatIsNoFrame() {
        for (String text : new String[] {
            "",
            "[",
            "[]",
            "[1]",
            "[1,",
            "[1,[",
            "[1,[2",
            "[1,[2,]]",
            "[1,[2]",
            "[1,[2]]]",
            "[1,[1.,2]]",
            "[1,[-]]",
            "[1,[.5]]",
            "[1,[1e]]",
            "[1,[2 3]]",
            "[1,\"hb",
            "[1,nul]",
            "hello",
            "[1,[2,\"x\"]]",
            "[1,[[1,2],3]]"
        }) {
            assertThat(scan(text)).as(text).isEqualTo(Unparsed.SYNTAX);
        }
        assertThat(scan("[1,[[1,2],[1,2,3]]]")).isEqualTo(Unparsed.SHAPE);
        assertThat(scan("[1,[1],[2]]")).isEqualTo(Unparsed.SHAPE);
        assertThat(scan("[1,[" + "1,".repeat(Frame.NUMBERS_MAX) + "1]]")).isEqualTo(Unparsed.TOO_LARGE);
    }

    @Property
    void everyDecimalOfEightDigitsIsReadExactly(
            @ForAll @LongRange(min = -900_000_000_000_000_000L, max = 900_000_000_000_000_000L) long units) {
        String scientific =
                new BigDecimal(Decimals.format(units)).stripTrailingZeros().toString();

        assertThat(scan("[1,[" + Decimals.format(units) + "," + scientific + "]]"))
                .isNull();

        assertThat(frame.scaled(0, 0)).isEqualTo(units);
        assertThat(frame.scaled(0, 1)).isEqualTo(units);
    }

    @Property
    void neverThrowsWhateverComes(@ForAll byte[] bytes) {
        byte[] framed = ("[1," + new String(bytes, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);

        var _ = scanner.scan(bytes, bytes.length, frame);
        var _ = scanner.scan(framed, framed.length, frame);

        assertThat(frame.numbers).isLessThanOrEqualTo(Frame.NUMBERS_MAX);
    }

    private @Nullable Unparsed scan(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return scanner.scan(bytes, bytes.length, frame);
    }
}
