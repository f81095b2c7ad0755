package tradelab.marketdata.replica;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Instrument;

/** Whom to ask for what is not fed here. Thread-safe. */
public interface Routes {
    /** Nobody: this process is alone, or feeds everything itself. */
    Routes NONE = new Routes() {
        @Override
        public @Nullable String liveAt(Instrument instrument) {
            return null;
        }

        @Override
        public @Nullable String reader(Instrument instrument) {
            return null;
        }
    };

    /** Returns another replica whose book of it is LIVE. */
    @Nullable
    String liveAt(Instrument instrument);

    /** Returns another replica that feeds it, or is about to. */
    @Nullable
    String reader(Instrument instrument);
}
