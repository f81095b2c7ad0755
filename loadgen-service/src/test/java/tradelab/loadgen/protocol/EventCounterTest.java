package tradelab.loadgen.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EventCounterTest {
    private static final String STREAM = ": hello\n\nevent: tick\ndata: 1\n\ndata:2\r\ndata: more\r\n\r\nid: 7\n\n"
            + "database: no\n\ndata\r\rdata: 4\r\n\n";

    @Test
    void countsEventsThatHaveDataWhateverTheLineEnds() {
        assertThat(new EventCounter().feed(Buffer.buffer(STREAM))).isEqualTo(4);
    }

    @Property
    void doesNotCareHowTheStreamIsCut(@ForAll @IntRange(min = 1, max = 20) int size) {
        EventCounter counter = new EventCounter();
        Buffer stream = Buffer.buffer(STREAM);
        int events = 0;
        for (int at = 0; at < stream.length(); at += size) {
            events = counter.feed(stream.getBuffer(at, Math.min(stream.length(), at + size)));
        }
        assertThat(events).isEqualTo(4);
    }
}
