package tradelab.trading.venue.taiwan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmissionTest {
    @ParameterizedTest
    @CsvSource({
        "HALTED, Refused",
        "OFF_TICK, Refused",
        "TOO_LATE, NotExecuted",
        "RATE_LIMITED, NotExecuted",
        "UNAVAILABLE, Unanswered",
        "DUPLICATE_CLIENT_ORDER_ID, Unanswered"
    })
    void takesNothingForRefusedThatMayHaveBeenDone(String code, String meaning) {
        TaiwanLine.Reply reply = new TaiwanLine.Reply(JsonNodeFactory.instance.objectNode(), code, "said the venue");
        assertThat(Submission.changed(reply).getClass().getSimpleName()).isEqualTo(meaning);
    }
}
