package tradelab.venue.fault;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;

/** What can go wrong. In JSON the names are lower case with hyphens: {@code drop-answer}. */
public enum FaultKind {
    /** The request waits {@code millis} before anything is done; with a channel in the scope, frames wait. */
    DELAY(Point.REQUEST, Point.FRAME, Point.BOOK, Point.CHECKSUM),
    /** As delay, but each waits a random time up to {@code millis}. */
    JITTER(Point.REQUEST, Point.FRAME, Point.BOOK, Point.CHECKSUM),
    /** Nothing is done and nothing answered; the connection is closed after {@code millis}. */
    HANG(Point.REQUEST),
    /** It is executed and nothing answered; the connection is closed after {@code millis}. */
    DROP_ANSWER(Point.ANSWER),
    /** The connection is cut before anything is done. */
    RESET_BEFORE(Point.REQUEST),
    /** It is executed, and the connection is cut instead of an answer. */
    RESET_AFTER(Point.ANSWER),
    /** An HTML page with {@code status} from a proxy; {@code executed} says whether the request came through. */
    SERVER_ERROR(Point.REQUEST, Point.ANSWER),
    /** It is executed, and the connection is cut in the middle of the answer. */
    TRUNCATED_BODY(Point.ANSWER),
    /** {@code body} with {@code status} instead of the exchange's answer; nothing is executed. REST only. */
    RECORDED_ANSWER(Point.REQUEST),
    /** 429, with {@code retryAfterSeconds} in a header if it is given. */
    RATE_LIMIT(Point.REQUEST),
    /** What is authenticated is refused as if its nonce were used. */
    NONCE_ERROR(Point.REQUEST),
    /** The platform says that it is in maintenance; streams are told by info 20060, and 20061 at the end. */
    MAINTENANCE(Point.REQUEST),
    /** An operation of a batch is refused; the others are executed. */
    PARTIAL_BATCH(Point.BATCHED_ORDER, Point.BATCHED_CANCEL),
    /** A market takes no orders and shows nothing new. */
    HALT(Point.ORDER, Point.BATCHED_ORDER, Point.FRAME, Point.BOOK, Point.CHECKSUM),
    /** The exchange halts a Taiwan security, or all of them, and lets it go on at the end. */
    TAIWAN_HALT(),
    /** A fill is told {@code copies} times more. */
    DUPLICATE_FILL(Point.FILL),
    /** A fill is told {@code millis} later, after what followed it. */
    LATE_FILL(Point.FILL),
    /** A frame is lost, its sequence number with it. */
    SEQUENCE_GAP(Point.FRAME, Point.BOOK, Point.CHECKSUM),
    /** A checksum that is not the book's. */
    WRONG_CHECKSUM(Point.CHECKSUM),
    /** A frame leaves after the one that follows it on its connection; frames that are all struck change places in pairs. */
    OUT_OF_ORDER(Point.FRAME, Point.BOOK),
    /** A book gets a bid above its best ask. */
    CROSSED_BOOK(Point.BOOK),
    /** A frame is sent {@code copies} times more. */
    BURST(Point.FRAME, Point.BOOK),
    /** Nothing but heartbeats; what was missed comes as a snapshot at the end. */
    FROZEN_FEED(Point.FRAME, Point.BOOK, Point.CHECKSUM);

    private final Set<Point> points = EnumSet.noneOf(Point.class);

    FaultKind(Point... points) {
        this.points.addAll(Arrays.asList(points));
    }

    boolean strikesAt(Point point) {
        return points.contains(point);
    }

    /** Returns whether a subscriber's picture is wrong after it, until it gets a snapshot. */
    public boolean spoilsPicture() {
        return this == HALT || this == SEQUENCE_GAP || this == CROSSED_BOOK || this == FROZEN_FEED;
    }

    /** Returns whether the Taiwan venue can show it: its clients sign nothing, and its books have no checksum. */
    public boolean showsInTaiwan() {
        return this != NONCE_ERROR && this != WRONG_CHECKSUM;
    }

    /** Returns whether it can strike a request by HTTP. */
    public boolean strikesRequests() {
        return strikesAt(Point.REQUEST) || strikesAt(Point.ANSWER);
    }

    boolean takesMillis() {
        return this == DELAY || this == JITTER || this == HANG || this == DROP_ANSWER || this == LATE_FILL;
    }

    boolean takesCopies() {
        return this == DUPLICATE_FILL || this == BURST;
    }

    @JsonCreator
    static FaultKind of(@Nullable String text) {
        for (FaultKind kind : values()) {
            if (kind.toString().equals(text)) {
                return kind;
            }
        }
        throw Require.refused("kind", "one of " + Arrays.toString(values()), text);
    }

    @Override
    @JsonValue
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
