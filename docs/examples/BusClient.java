import com.hazelcast.config.Config;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.BookRequest;
import tradelab.contracts.marketdata.MarketDataApi;

/**
 * An event-bus client in a process of its own: joins the suite's cluster, reads a book, and prints quotes as they come.
 *
 * <p>{@code java -cp 'LIB/*' BusClient.java OWN-PORT MEMBER-PORT [INSTRUMENT]}, where LIB holds {@code tradelab:contracts},
 * Vert.x and {@code vertx-hazelcast}.
 */
public class BusClient {
    private static final String HOST = "127.0.0.1";

    public static void main(String[] args) {
        Instrument instrument = Instrument.parse(args.length > 2 ? args[2] : "BITFINEX:tBTCUSD");
        Vertx.builder()
                .with(new VertxOptions()
                        .setEventBusOptions(new EventBusOptions().setHost(HOST).setClusterPublicHost(HOST)))
                .withClusterManager(new HazelcastClusterManager(cluster(Integer.parseInt(args[0]), args[1])))
                .buildClustered()
                .onSuccess(vertx -> read(vertx, instrument))
                .onFailure(cause -> {
                    System.out.println("cannot join: " + cause.getMessage());
                    System.exit(1);
                });
    }

    private static void read(Vertx vertx, Instrument instrument) {
        MarketDataApi.QUOTES.subscribe(vertx.eventBus(), batch -> batch.quotes().stream()
                .filter(quote -> quote.instrument().equals(instrument))
                .forEach(quote -> System.out.println("quote " + quote.bid() + " / " + quote.ask() + " "
                        + quote.validity() + ", " + (System.currentTimeMillis() - quote.receiveEpochMillis())
                        + " ms old")));
        MarketDataApi.GET_BOOK
                .call(vertx.eventBus(), new BookRequest(instrument, 3), Duration.ofSeconds(2))
                .onSuccess(book -> System.out.println("book " + book.validity() + " " + book.bids()))
                .onFailure(cause -> System.out.println("no book: " + cause.getMessage()));
    }

    /** As the suite's own members: no multicast, no other addresses, and the maps that Vert.x keeps. */
    private static Config cluster(int port, String memberPort) {
        Config config = new Config();
        config.setClusterName("tradelab");
        config.setProperty("hazelcast.logging.type", "slf4j").setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.partition.count", "271"); // as cluster.partitions of the suite, even if it is the default
        var network = config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
        network.setPublicAddress(HOST + ":" + port).getInterfaces().setEnabled(true).addInterface(HOST);
        network.getJoin().getAutoDetectionConfig().setEnabled(false);
        network.getJoin().getMulticastConfig().setEnabled(false);
        network.getJoin().getTcpIpConfig().setEnabled(true).addMember(HOST + ":" + memberPort);
        config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(1));
        config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(1));
        config.addMultiMapConfig(new MultiMapConfig("__vertx.subs")
                .setBackupCount(2)
                .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
        return config;
    }
}
