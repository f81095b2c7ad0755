package tradelab.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What the runtime gives to a service, and what a service tells the runtime about itself. */
public interface ServiceContext {
    /** The service's name. */
    String service();

    /** Unique in the cluster; a new one after each start. */
    String instance();

    Vertx vertx();

    /** Returns the settings of one of the mappings that {@link Service#settings()} named. */
    <T> T settings(Class<T> mapping);

    /** Whether it runs inside another program, a test for example, that waits for it to start and watches it itself. */
    default boolean embedded() {
        return false;
    }

    /** This service's own meters; the process' (JVM, Vert.x, event loops) are on the same scrape. */
    MeterRegistry meters();

    /**
     * Adds a condition of readiness. It is asked at every probe, with one second to answer.
     *
     * @param check fails while the dependency cannot be used; its message is shown
     */
    void readiness(String dependency, Supplier<Future<Void>> check);

    /**
     * Adds a step of the graceful stop. Steps run one after the other in order of registration: stop intake first, then
     * flush. A step that fails or takes longer than ten seconds is logged and passed over.
     */
    void onDrain(String step, Supplier<Future<Void>> action);

    /** Adds the closing of a store. It comes after every step of {@link #onDrain}, last opened first. */
    void onClose(String store, Supplier<Future<Void>> action);

    /** Adds values to the sample a second, by the names of {@code SampleKeys}. Called on the event loop that started the service. */
    void sample(Consumer<Map<String, Double>> contributor);

    /** Tells which port was bound for {@code what}: {@code http}, {@code websocket}. */
    void listening(String what, int port);
}
