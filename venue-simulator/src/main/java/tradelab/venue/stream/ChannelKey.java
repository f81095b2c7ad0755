package tradelab.venue.stream;

import org.jspecify.annotations.Nullable;
import tradelab.venue.market.Market;
import tradelab.venue.market.Timeframe;

/** What can be subscribed to. Equal keys see the same, so that it is worked out once for all who subscribed. */
sealed interface ChannelKey {
    /** The exchange's name of the channel. */
    String channel();

    /** Returns the market that it is about. */
    Market market();

    record TickerKey(Market market) implements ChannelKey {
        @Override
        public String channel() {
            return "ticker";
        }
    }

    record TradesKey(Market market) implements ChannelKey {
        @Override
        public String channel() {
            return "trades";
        }
    }

    record CandlesKey(Market market, Timeframe frame) implements ChannelKey {
        @Override
        public String channel() {
            return "candles";
        }
    }

    /**
     * @param precision 0 to 4: P0 to P4
     * @param slow every two seconds (F1) rather than at once (F0)
     * @param length levels a side
     */
    record BookKey(Market market, int precision, boolean slow, int length) implements ChannelKey {
        @Override
        public String channel() {
            return "book";
        }
    }

    /** Single orders; {@code length} a side. */
    record RawBookKey(Market market, int length) implements ChannelKey {
        @Override
        public String channel() {
            return "book";
        }
    }

    /**
     * A channel in which nothing happens: nobody is liquidated here, and nobody borrows.
     *
     * @param fields what the exchange repeats of the request, JSON members
     * @param rows the snapshot, JSON
     */
    record QuietKey(String channel, String fields, String rows) implements ChannelKey {
        @Override
        public Market market() {
            throw new IllegalStateException(channel + " is about no market");
        }
    }

    /** A perpetual contract, and the market of what it follows. */
    record StatusKey(Market market, @Nullable Market spot) implements ChannelKey {
        @Override
        public String channel() {
            return "status";
        }
    }
}
