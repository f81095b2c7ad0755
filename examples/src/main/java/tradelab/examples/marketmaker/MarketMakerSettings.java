package tradelab.examples.marketmaker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import tradelab.runtime.settings.HasManagement;

/** Settings of the market maker. Prices and amounts are decimal texts. */
@ConfigMapping(prefix = "market-maker")
public interface MarketMakerSettings extends HasManagement {
    @WithDefault("BITFINEX:tBTCUSD")
    String instrument();

    /** Its own account: it begins by cancelling what the account has open in the instrument. */
    @WithDefault("market-maker")
    String account();

    /** How far from the middle each side stands, as a part of the price. */
    @WithDefault("0.0005")
    String halfSpread();

    /** Of one order. */
    @WithDefault("0.05")
    String amount();

    /** It never holds more than this, nor owes more. */
    @WithDefault("0.5")
    String inventoryMax();

    /** How many half spreads both sides move against a full inventory. */
    @WithDefault("1")
    String skew();

    /** An order stays as long as its price is no farther from the wanted one, as a part of the price. */
    @WithDefault("0.0001")
    String tolerance();

    /** Significant digits of a price; Bitfinex takes five. */
    @WithDefault("5")
    int priceDigits();

    /** How often it looks at its orders. */
    @WithDefault("250ms")
    Duration interval();

    /** With an older quote it holds no orders. */
    @WithDefault("2s")
    Duration quoteAgeMax();

    /** How long a request may take; one that took longer is made again under the same id. */
    @WithDefault("2s")
    Duration callTimeout();
}
