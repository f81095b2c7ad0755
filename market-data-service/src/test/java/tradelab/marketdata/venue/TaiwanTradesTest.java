package tradelab.marketdata.venue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Json;

class TaiwanTradesTest {
    @Test
    void onlyTheMarketsOwnTradesMakeItsPrice() {
        assertThat(Stream.of("O", "C", "I", "E", "L", "F").filter(kind -> TaiwanRows.isRegular(row(kind))))
                .containsExactly("O", "C", "I", "E");
    }

    private static JsonNode row(String kind) {
        return Json.read(
                Buffer.buffer("[\"2330\",7,1767574740000,\"593\",1000,\"B\",\"" + kind + "\"]"), JsonNode.class);
    }
}
