package tradelab.venue.exchange;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The exchange's answer to one request about orders.
 *
 * @param type {@code on-req}, {@code oc-req}, {@code ou-req}, {@code oc_multi-req}
 * @param orders what it is about; live, to be written down at once
 * @param listed whether the orders are shown as a list, even a single one
 * @param echo what is shown of a refused request: ids and symbol; null otherwise
 * @param refusal null for success
 */
public record Notification(
        long millis,
        String type,
        List<AccountOrder> orders,
        boolean listed,
        @Nullable Echo echo,
        @Nullable Refusal refusal,
        String text) {
    /** What a refused request said about itself; 0 and empty where it said nothing. */
    public record Echo(long id, long gid, long cid, String symbol, long amount, long price, String type) {}

    /** Takes the answer before its consequences are told to observers. */
    @FunctionalInterface
    public interface Sink {
        void accept(Notification notification);
    }

    static Notification success(long millis, String type, AccountOrder order, boolean listed, String text) {
        return new Notification(millis, type, List.of(order), listed, null, null, text);
    }

    static Notification refused(long millis, String type, Echo echo, Refusal refusal) {
        return new Notification(millis, type, List.of(), false, echo, refusal, refusal.text());
    }
}
