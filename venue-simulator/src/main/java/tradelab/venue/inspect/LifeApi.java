package tradelab.venue.inspect;

import io.vertx.core.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.runtime.http.ApiRequest;
import tradelab.venue.life.GeneratedLife;
import tradelab.venue.life.GeneratorChange;
import tradelab.venue.replay.RecordedReplay;
import tradelab.venue.replay.ReplayChange;

/**
 * Answers {@code /sim/generator} and {@code /sim/replay}: what brings the markets to life, and how it is to go on. Runs
 * on the event loop that owns the markets.
 */
public final class LifeApi {
    private final Supplier<@Nullable GeneratedLife> generator;
    private final Supplier<@Nullable RecordedReplay> replay;

    /** @param generator null while no market is generated; {@code replay} likewise */
    public LifeApi(Supplier<@Nullable GeneratedLife> generator, Supplier<@Nullable RecordedReplay> replay) {
        this.generator = generator;
        this.replay = replay;
    }

    public Future<?> generator(ApiRequest request) {
        GeneratedLife life = generator.get();
        return life == null ? noGenerator() : Future.succeededFuture(life.view());
    }

    /** Changes the generated life, and returns how it is then. */
    public Future<?> changeGenerator(ApiRequest request) {
        GeneratorChange change = request.body(GeneratorChange.class);
        GeneratedLife life = generator.get();
        if (life == null) {
            return noGenerator();
        }
        life.change(change);
        return Future.succeededFuture(life.view());
    }

    public Future<?> replay(ApiRequest request) {
        RecordedReplay played = replay.get();
        return played == null ? noReplay() : played.view();
    }

    /** Changes the replay, and returns where it is then: after a seek, when it is there. */
    public Future<?> changeReplay(ApiRequest request) {
        ReplayChange change = request.body(ReplayChange.class);
        RecordedReplay played = replay.get();
        return played == null ? noReplay() : played.change(change).compose(_ -> played.view());
    }

    private static Future<?> noGenerator() {
        return Future.failedFuture(new ServiceException(
                FailureKind.NOT_FOUND,
                "generator: no market is generated; venue.generator.enabled=true switches it on"));
    }

    private static Future<?> noReplay() {
        return Future.failedFuture(new ServiceException(
                FailureKind.NOT_FOUND, "replay: nothing is replayed; venue.replay.file names a recording"));
    }
}
