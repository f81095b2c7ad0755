package tradelab.venue.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Require;

/** Answers recorded from the exchange, or where there are none, answers like them. */
class FixturesTest {
    private static final Path RECORDED = Path.of("../../shared/data/fixtures");

    /** Whose rows the venue has types for; the others are written as they were parsed. */
    private static final Map<String, RecordedRows> TYPED = Map.ofEntries(
            Map.entry("Trading/CancelOrder", RecordedRows.ORDER),
            Map.entry("Trading/CancelOrders", RecordedRows.ORDER),
            Map.entry("Trading/GetOpenOrders", RecordedRows.ORDER),
            Map.entry("Trading/PlaceOrder", RecordedRows.ORDER),
            Map.entry("Spot/CancelOrder", RecordedRows.ORDER),
            Map.entry("Spot/PlaceOrder", RecordedRows.ORDER),
            Map.entry("Spot/UpdateOrder", RecordedRows.ORDER),
            Map.entry("Spot/OrderSnapshot", RecordedRows.ORDER),
            Map.entry("Spot/OrderUpdate", RecordedRows.ORDER),
            Map.entry("Trading/GetOrderTrades", RecordedRows.FILL),
            Map.entry("Trading/GetUserTrades", RecordedRows.FILL),
            Map.entry("Spot/UserTrade", RecordedRows.FILL),
            Map.entry("Account/GetBalances", RecordedRows.WALLET),
            Map.entry("Spot/WalletSnapshot", RecordedRows.WALLET),
            Map.entry("Spot/WalletUpdate", RecordedRows.WALLET),
            Map.entry("Account/GetLedgerEntries", RecordedRows.LEDGER),
            Map.entry("Trading/GetPositions", RecordedRows.POSITION),
            Map.entry("Trading/GetPositionsById", RecordedRows.POSITION),
            Map.entry("Trading/GetPositionHistory", RecordedRows.POSITION),
            Map.entry("Trading/GetPositionSnapshots", RecordedRows.POSITION),
            Map.entry("Trading/ClaimPosition", RecordedRows.POSITION),
            Map.entry("Spot/PositionSnapshot", RecordedRows.POSITION),
            Map.entry("Spot/PositionUpdate", RecordedRows.POSITION),
            Map.entry("ExchangeData/GetTradeHistory", RecordedRows.TRADE),
            Map.entry("Spot/Trades", RecordedRows.TRADE),
            Map.entry("ExchangeData/GetKlines", RecordedRows.CANDLE),
            Map.entry("ExchangeData/GetLastKline", RecordedRows.CANDLE),
            Map.entry("Spot/Klines", RecordedRows.CANDLE),
            Map.entry("ExchangeData/GetTicker", RecordedRows.NAMED_TICKER),
            Map.entry("ExchangeData/GetTickers", RecordedRows.NAMED_TICKER),
            Map.entry("ExchangeData/GetOrderBook", RecordedRows.LEVEL),
            Map.entry("Spot/OrderBook", RecordedRows.LEVEL),
            Map.entry("ExchangeData/GetRawOrderBook", RecordedRows.RAW_LEVEL),
            Map.entry("Spot/OrderBookRaw", RecordedRows.RAW_LEVEL));

    private record Answer(String name, String json) {}

    @Test
    void parsesEveryRecordedAnswerAndWritesTheSameAgain() throws IOException {
        List<Answer> answers = Files.isDirectory(RECORDED) ? recorded() : generated();
        assertThat(answers).hasSizeGreaterThan(3);
        int[] rows = {0};
        int typed = 0;
        List<String> trees = new ArrayList<>();
        for (Answer answer : answers) {
            JsonNode node = Require.present("json", Inputs.read(answer.json()));
            RecordedRows kind = TYPED.get(answer.name());
            int before = rows[0];
            String written = kind == null ? written(node) : kind.written(node, rows);
            assertThat(kind == null || rows[0] > before).as(answer.name()).isTrue();
            typed += kind == null ? 0 : 1;
            if (kind == null) {
                trees.add(answer.name());
            }
            assertThat(compact(written)).as(answer.name()).isEqualToIgnoringCase(compact(answer.json()));
        }
        System.out.println("fixtures files=" + answers.size() + " identical=" + answers.size() + " typed_files=" + typed
                + " typed_rows=" + rows[0] + " trees=" + trees.size() + " " + trees);
    }

    private static String written(JsonNode node) {
        if (!node.isArray()) {
            return node.toString();
        }
        List<String> parts = new ArrayList<>();
        node.forEach(each -> parts.add(written(each)));
        return Row.list(parts);
    }

    /** Takes the blanks out that are not in a text, and reads escapes as what they stand for. */
    private static String compact(String json) {
        StringBuilder out = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '\\') {
                out.append(c).append(json.charAt(++i));
                continue;
            }
            quoted ^= c == '"';
            if (quoted || !Character.isWhitespace(c)) {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static List<Answer> recorded() throws IOException {
        List<Answer> answers = new ArrayList<>();
        try (Stream<Path> files = Files.walk(RECORDED)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".txt"))
                    .sorted()
                    .toList()) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                boolean stream = text.startsWith(">");
                String[] parts = text.split("\\R", stream ? 0 : 4);
                Path folder = Require.present("folder", file.getParent());
                String name = folder.getFileName() + "/" + file.getFileName();
                answers.add(new Answer(
                        name.substring(0, name.length() - ".txt".length()),
                        stream ? text.substring(text.indexOf("\n=") + 2) : parts[3]));
            }
        }
        return answers;
    }

    private static List<Answer> generated() {
        return List.of(
                new Answer("list", "[ 1 ]"),
                new Answer("figures", "[0.0003447041095890411, 4e-7, -0.00001062, null, 157503514.7976808]"),
                new Answer("ExchangeData/GetOrderBook", "[[8744.9,2,0.45603413],[8745,1,-2]]"),
                new Answer("Spot/Klines", "[1,[[1574698260000,7379.785503,7383.8,7388.3,7379.785503,1.68829482]]]"),
                new Answer(
                        "Spot/PlaceOrder",
                        "[0,\"n\",[1575287438.515,\"on-req\",null,null,[7,null,8,\"tETHUSD\",1575287438515,1575287438515,"
                                + "-2.5,-2.5,\"LIMIT\",null,null,null,0,\"ACTIVE\",null,null,230,0,0,0,null,null,null,0,null,null,null,null,\"API>BFX\",null,null,null],null,\"SUCCESS\",\"a"
                                + " b\"]]"),
                new Answer(
                        "Account/GetBalances",
                        "[[\"exchange\",\"UST\",19788.6529257,0,null,\"Exchange 2.0 UST for USD @"
                                + " 11.696\",{\"reason\":\"TRADE\"}]]"));
    }
}
