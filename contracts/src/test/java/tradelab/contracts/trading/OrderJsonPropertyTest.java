package tradelab.contracts.trading;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Decimals;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Instrument;
import tradelab.contracts.Json;
import tradelab.contracts.Price;

class OrderJsonPropertyTest {
    @Property
    void writesWhatTheGeneralWriterWrites(@ForAll("orders") SubmitOrder order, @ForAll("texts") String reason) {
        assertThat(OrderJson.write(order)).isEqualTo(Json.write(order));
        SubmitOrders two = new SubmitOrders(List.of(order, order));
        assertThat(OrderJson.write(two)).isEqualTo(Json.write(two));
        SubmitOutcome accepted =
                new SubmitOutcome.Accepted("T7", order.account(), order.clientOrderId(), 12, order.mustRest());
        SubmitOutcome refused = new SubmitOutcome.Refused(SubmitOutcome.Reason.HALTED, reason);
        assertThat(OrderJson.write(accepted)).isEqualTo(Json.write(accepted));
        assertThat(OrderJson.write(refused)).isEqualTo(Json.write(refused));
        SubmitResults results = new SubmitResults(List.of(
                SubmitResults.Item.of(accepted),
                SubmitResults.Item.of(refused),
                SubmitResults.Item.of(new NotAcceptedException(FailureKind.OVERLOADED, reason)),
                SubmitResults.Item.of(new IllegalStateException(reason))));
        assertThat(OrderJson.write(results)).isEqualTo(Json.write(results));
        OrderEvents events = new OrderEvents(3, List.of(view(order, null), view(order, reason)));
        assertThat(OrderJson.write(events)).isEqualTo(Json.write(events));
    }

    @Property
    void writesEveryNumberAsItsText(@ForAll long number) {
        JsonBytes text = new JsonBytes(0);
        text.number(number);
        text.plain(' ');
        text.decimal(number);
        assertThat(text.buffer().toString()).isEqualTo(number + " " + Decimals.format(number));
    }

    @Property
    void readsWhatItWrote(@ForAll("orders") SubmitOrder order) {
        assertThat(OrderReader.one(OrderJson.write(order).getBytes())).isEqualTo(order);
        SubmitOrders two = new SubmitOrders(List.of(order, order));
        assertThat(OrderReader.many(OrderJson.write(two).getBytes())).isEqualTo(two);
    }

    /** One byte of a good body is another one: the quick reader takes nothing that the strict one would not. */
    @Property(tries = 5_000)
    void takesNothingThatTheStrictReaderRefuses(
            @ForAll("orders") SubmitOrder order, @ForAll int place, @ForAll byte replacement) {
        byte[] body = OrderJson.write(order).getBytes();
        body[Math.floorMod(place, body.length)] = replacement;
        SubmitOrder plain = OrderReader.one(body);
        if (plain != null) {
            assertThat(Json.read(Buffer.buffer(body), SubmitOrder.class)).isEqualTo(plain);
        }
    }

    @Property
    void takesNoPartOfABody(@ForAll("orders") SubmitOrder order, @ForAll int cut) {
        String body = OrderJson.write(order).toString();
        String part = body.substring(0, Math.floorMod(cut, body.length()));
        assertThat(OrderReader.one(part.getBytes(StandardCharsets.UTF_8))).isNull();
        assertThat(OrderReader.one((body + body).getBytes(StandardCharsets.UTF_8)))
                .isNull();
        String twice = body.replace("\"side\"", "\"account\":\"x\",\"side\"");
        assertThat(OrderReader.one(twice.getBytes(StandardCharsets.UTF_8))).isNull();
    }

    @Provide
    Arbitrary<SubmitOrder> orders() {
        Arbitrary<String> ids = Arbitraries.strings()
                .withCharRange('a', 'z')
                .numeric()
                .withChars('_', '.', '-')
                .ofMinLength(1)
                .ofMaxLength(63)
                .map(id -> "A" + id);
        return Combinators.combine(
                        ids,
                        ids,
                        Arbitraries.of(Side.values()),
                        Arbitraries.of(OrderType.values()),
                        Arbitraries.longs().between(1, Long.MAX_VALUE),
                        Arbitraries.longs().between(1, Long.MAX_VALUE),
                        Arbitraries.of(Boolean.TRUE, Boolean.FALSE).injectNull(0.3),
                        Arbitraries.of(Boolean.TRUE, Boolean.FALSE).injectNull(0.5))
                .as((account, id, side, type, price, amount, postOnly, reduceOnly) -> new SubmitOrder(
                        account,
                        id,
                        Instrument.parse("BITFINEX:t" + Math.abs(id.hashCode() % 5)),
                        side,
                        type,
                        type == OrderType.MARKET ? null : new Price(price),
                        new Amount(amount),
                        type == OrderType.LIMIT ? postOnly : null,
                        reduceOnly));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withCharRange('\u0000', '\u017f').ofMaxLength(20);
    }

    private static OrderView view(SubmitOrder order, @Nullable String reason) {
        return new OrderView(
                "T1",
                order.account(),
                order.clientOrderId(),
                order.instrument(),
                order.side(),
                order.type(),
                order.price(),
                order.amount(),
                order.mustRest(),
                order.reduceOnly(),
                OrderStatus.PARTIAL,
                order.amount(),
                reason == null ? null : new Price(5),
                reason,
                reason,
                reason == null,
                9,
                10,
                11);
    }
}
