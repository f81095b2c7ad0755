package tradelab.trading.ledger;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeInfo.As;
import com.fasterxml.jackson.annotation.JsonTypeInfo.Id;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Price;
import tradelab.contracts.Require;
import tradelab.contracts.trading.OrderStatus;

/**
 * One line of a history: what a client, a gateway or a venue wrote down about one thing that happened.
 *
 * <p>As JSON, {@code type} names the kind. Times are milliseconds since 1970, amounts and prices decimal strings. {@code
 * clientId} is the id that the gateway gave the order at the venue; where such ids are unique per day only, the day belongs
 * into it.
 */
@JsonTypeInfo(use = Id.NAME, include = As.PROPERTY, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Entry.Call.class, name = "call"),
    @JsonSubTypes.Type(value = Entry.Order.class, name = "order"),
    @JsonSubTypes.Type(value = Entry.Event.class, name = "event"),
    @JsonSubTypes.Type(value = Entry.Group.class, name = "group"),
    @JsonSubTypes.Type(value = Entry.Head.class, name = "head"),
    @JsonSubTypes.Type(value = Entry.Fill.class, name = "fill"),
    @JsonSubTypes.Type(value = Entry.Arrival.class, name = "arrival"),
    @JsonSubTypes.Type(value = Entry.Execution.class, name = "execution"),
    @JsonSubTypes.Type(value = Entry.Close.class, name = "close"),
    @JsonSubTypes.Type(value = Entry.Kill.class, name = "kill"),
    @JsonSubTypes.Type(value = Entry.Resume.class, name = "resume"),
    @JsonSubTypes.Type(value = Entry.CallLimit.class, name = "call-limit"),
    @JsonSubTypes.Type(value = Entry.ExposureLimit.class, name = "exposure-limit")
})
public sealed interface Entry {
    /** Returns when it happened, 0 for a rule that always holds. */
    long atMillis();

    /** How a client's call ended. */
    enum Outcome {
        /** The gateway acknowledged the order. */
        OK,
        /** The gateway said that it did not accept the order. */
        FAIL,
        /** The gateway said that the name belongs to another order. */
        CONFLICT,
        /** No answer, or one that leaves open whether the order was accepted. */
        INFO
    }

    /**
     * Client: one attempt to place an order.
     *
     * @param body what was asked for, in any form in which equal requests are equal
     * @param atMillis when it was sent
     * @param answeredMillis absent without an answer
     * @param orderId what the answer named it
     */
    record Call(
            String account,
            String clientOrderId,
            String body,
            long atMillis,
            @Nullable Long answeredMillis,
            Outcome outcome,
            @Nullable String orderId)
            implements Entry {
        public Call {
            var _ = Require.present("account", account);
            var _ = Require.present("clientOrderId", clientOrderId);
            var _ = Require.present("body", body);
            var _ = Require.present("outcome", outcome);
        }
    }

    /**
     * Gateway: an order as it stands at the end.
     *
     * @param priority no order arrives before an earlier one of the same or a higher priority; absent: 0
     */
    record Order(
            String orderId,
            String account,
            String clientOrderId,
            String instrument,
            String clientId,
            @Nullable String venueOrderId,
            Amount amount,
            Amount filled,
            OrderStatus status,
            @Nullable Integer priority,
            long atMillis)
            implements Entry {
        public Order {
            var _ = Require.present("orderId", orderId);
            var _ = Require.present("account", account);
            var _ = Require.present("clientOrderId", clientOrderId);
            var _ = Require.present("instrument", instrument);
            var _ = Require.present("clientId", clientId);
            var _ = Require.present("amount", amount);
            var _ = Require.present("filled", filled);
            var _ = Require.present("status", status);
        }

        /** Returns whether the gateway says that the venue has, or had, this order. */
        boolean reached() {
            return venueOrderId != null
                    || filled.units() > 0
                    || switch (status) {
                        case ACTIVE, PARTIAL, FILLED -> true;
                        case QUEUED, SENDING, IN_DOUBT, CANCELED, REJECTED, EXPIRED -> false;
                    };
        }

        /** Returns whether the gateway does not know whether the venue has it. */
        boolean isOpenQuestion() {
            return switch (status) {
                case SENDING, IN_DOUBT -> !reached();
                case QUEUED, ACTIVE, PARTIAL, FILLED, CANCELED, REJECTED, EXPIRED -> false;
            };
        }
    }

    /**
     * Gateway: one step of one order.
     *
     * @param sequence position in the partition's stream, without gaps
     * @param amount the order's amount after this step, absent if it never changes
     * @param batch of the last attempt to send it, 0 before the first
     */
    record Event(
            int partition,
            long sequence,
            String orderId,
            OrderStatus status,
            Amount filled,
            @Nullable Amount amount,
            long batch,
            long atMillis)
            implements Entry {
        public Event {
            var _ = Require.present("orderId", orderId);
            var _ = Require.present("status", status);
            var _ = Require.present("filled", filled);
        }
    }

    /**
     * Gateway: the steps that were written together, and their link in the chain of the partition.
     *
     * @param content what the steps amount to as they stand now, digested anew: hexadecimal, of any length
     * @param link what was written then, the SHA-256 of the one before, the group's numbers and the content; hexadecimal; absent of
     *     groups from before there were links
     * @param suspects order ids whose rows are not what was written, where the gateway's own marks tell
     */
    record Group(
            int partition,
            long firstSequence,
            long lastSequence,
            long epoch,
            String content,
            @Nullable String link,
            List<String> suspects)
            implements Entry {
        public Group {
            content = hex("content", content);
            link = link == null ? null : hex("link", link);
            suspects = suspects == null ? List.of() : List.copyOf(suspects); // absent from most files
        }

        @Override
        public long atMillis() {
            return 0;
        }
    }

    /**
     * Gateway: where the stream of a partition ended, as the gateway says now or said once.
     *
     * @param link of its last group, hexadecimal; absent if that has none
     */
    record Head(int partition, long lastSequence, @Nullable String link) implements Entry {
        public Head {
            link = link == null ? null : hex("link", link);
        }

        @Override
        public long atMillis() {
            return 0;
        }
    }

    private static String hex(String field, String text) {
        String digits = Require.present(field, text);
        try {
            return HexFormat.of().formatHex(HexFormat.of().parseHex(digits));
        } catch (IllegalArgumentException e) {
            throw Require.refused(field, "pairs of hexadecimal digits", digits);
        }
    }

    /** Gateway: one execution that it has counted. */
    record Fill(String tradeId, String orderId, Price price, Amount amount, long atMillis) implements Entry {
        public Fill {
            var _ = Require.present("tradeId", tradeId);
            var _ = Require.present("orderId", orderId);
            var _ = Require.present("price", price);
            var _ = Require.present("amount", amount);
        }
    }

    /** What arrived at the venue. */
    enum Kind {
        NEW,
        CANCEL,
        AMEND
    }

    /**
     * Venue: something that arrived, accepted or refused.
     *
     * @param sequence the order of arrival
     * @param call what arrived together has the same one; absent if the venue does not say
     * @param amount of the order, for a NEW or an AMEND
     */
    record Arrival(
            long sequence,
            Kind kind,
            String instrument,
            String clientId,
            @Nullable String venueOrderId,
            @Nullable Amount amount,
            boolean accepted,
            @Nullable String reason,
            @Nullable String call,
            long atMillis)
            implements Entry {
        public Arrival {
            var _ = Require.present("kind", kind);
            var _ = Require.present("instrument", instrument);
            var _ = Require.present("clientId", clientId);
        }
    }

    /** Venue: one execution. */
    record Execution(String tradeId, String clientId, String venueOrderId, Price price, Amount amount, long atMillis)
            implements Entry {
        public Execution {
            var _ = Require.present("tradeId", tradeId);
            var _ = Require.present("clientId", clientId);
            var _ = Require.present("venueOrderId", venueOrderId);
            var _ = Require.present("price", price);
            var _ = Require.present("amount", amount);
        }
    }

    /** Venue: an order has left the book. */
    record Close(String clientId, String venueOrderId, long atMillis) implements Entry {
        public Close {
            var _ = Require.present("clientId", clientId);
            var _ = Require.present("venueOrderId", venueOrderId);
        }
    }

    /**
     * Control: trading was stopped, for an account, a venue, an instrument, or all.
     *
     * @param venue as instruments begin with it: {@code BITFINEX}
     * @param inFlight order ids that may arrive all the same: which the answer named, or which the stop lets through
     * @param through the last sequence of each partition, from partition 0 on, that was written before the stop; where the
     *     gateway knows it, orders count by the step in which they were sent and not by the time of their arrival
     * @param atMillis when the stop was answered
     */
    record Kill(
            @Nullable String account,
            @Nullable String venue,
            @Nullable String instrument,
            List<String> inFlight,
            @Nullable List<Long> through,
            long atMillis)
            implements Entry {
        public Kill {
            inFlight = List.copyOf(Require.present("inFlight", inFlight));
            through = through == null ? null : List.copyOf(through);
        }

        Scope scope() {
            return new Scope(account, venue, instrument);
        }
    }

    /** Control: trading goes on; {@code atMillis} is when that was asked for. */
    record Resume(
            @Nullable String account,
            @Nullable String venue,
            @Nullable String instrument,
            long atMillis) implements Entry {
        Scope scope() {
            return new Scope(account, venue, instrument);
        }
    }

    /** Rule: at most so many calls reach the venue in any window. */
    record CallLimit(int calls, long windowMillis) implements Entry {
        public CallLimit {
            var _ = Require.range("calls", calls, 1, Integer.MAX_VALUE);
            var _ = Require.range("windowMillis", windowMillis, 1, Long.MAX_VALUE);
        }

        @Override
        public long atMillis() {
            return 0;
        }
    }

    /**
     * Rule: at most so much rests at any instant of an account, at a venue, of an instrument, or of all together.
     *
     * <p>An amount, not a worth as the exposure limits of the gateway: the venue's history tells amounts alone. It has no
     * price of a market order, and what a gateway counts for one, the other side's quote at that time, stands in nobody's
     * history. Where all prices are at least p, a worth of w is an amount of w / p.
     */
    record ExposureLimit(
            @Nullable String account,
            @Nullable String venue,
            @Nullable String instrument,
            Amount amount) implements Entry {
        public ExposureLimit {
            var _ = Require.present("amount", amount);
        }

        Scope scope() {
            return new Scope(account, venue, instrument);
        }

        @Override
        public long atMillis() {
            return 0;
        }
    }
}
