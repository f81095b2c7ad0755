package tradelab.loadgen.run;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.loadgen.cap.Caps;
import tradelab.loadgen.cap.Grant;
import tradelab.loadgen.cap.Pacing;
import tradelab.loadgen.cap.Usage;
import tradelab.loadgen.consent.Consent;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.guard.PinnedTarget;

/**
 * What a run needs before it may send anything: an address that may be loaded, its part of all caps, and the target's
 * consent where it is asked. Whoever has one closes it. Owned by one event loop.
 */
public final class Permit {
    private final PinnedTarget target;
    private final EngineBounds bounds;
    private final Grant grant;
    private final @Nullable Consent consent;

    private Permit(PinnedTarget target, EngineBounds bounds, Grant grant, @Nullable Consent consent) {
        this.target = target;
        this.bounds = bounds;
        this.grant = grant;
        this.consent = consent;
    }

    /**
     * Asks for one that sends.
     *
     * @param shares how many processes drive the run, of which this is one
     * @return fails with {@link IllegalArgumentException} if the test may not run
     */
    public static Future<Permit> ask(Vertx vertx, LoadTest test, LoadRun.Setup setup, int shares) {
        return ask(vertx, test, setup, target -> {
            Stream<Usage> all =
                    Stream.concat(Stream.of(new Usage(setup.bounds().caps())), target.terms().usages().stream());
            return Grant.of(all.toList(), Math.ceilDiv(test.connections(), shares), shares);
        });
    }

    /** Asks for one that only looks on while others send. */
    public static Future<Permit> toLookOn(Vertx vertx, LoadTest test, LoadRun.Setup setup) {
        return ask(vertx, test, setup, _ -> Grant.of(List.of(), 0, 1));
    }

    private interface Granting {
        Grant of(PinnedTarget target);
    }

    private static Future<Permit> ask(Vertx vertx, LoadTest test, LoadRun.Setup setup, Granting granting) {
        return pinned(vertx, test, setup).compose(target -> {
            Consent consent = Consent.of(vertx, target, setup.bounds().tlsCa());
            Future<Void> given = consent == null ? Future.succeededFuture() : consent.require();
            return given.map(_ -> new Permit(target, setup.bounds(), granting.of(target), consent))
                    .onFailure(_ -> {
                        if (consent != null) {
                            var _ = consent.close();
                        }
                    });
        });
    }

    /** Only a name has to be asked for: on a busy machine each thread that a start waits for costs its turn. */
    private static Future<PinnedTarget> pinned(Vertx vertx, LoadTest test, LoadRun.Setup setup) {
        Caps caps = setup.bounds().caps();
        if (!Plans.pinsAtOnce(test)) {
            return vertx.executeBlocking(() -> Plans.pin(test, setup.guard(), caps), false)
                    .map(target -> Require.present("target", target));
        }
        try {
            return Future.succeededFuture(Plans.pin(test, setup.guard(), caps));
        } catch (UnknownHostException | RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    public PinnedTarget target() {
        return target;
    }

    /** Returns what holds the engines back. */
    public Pacing pacing() {
        return grant.pacing();
    }

    /** Returns all the caps that changes of the run are held against. */
    public List<Caps> caps() {
        return Plans.caps(bounds.caps(), target);
    }

    /** Goes on asking for the target's consent; see {@link Consent#watch}. */
    public void watch(Consumer<String> withdrawn) {
        if (consent != null) {
            consent.watch(bounds.consentEvery(), withdrawn);
        }
    }

    /** Gives everything back; a second time changes nothing. */
    public Future<Void> close() {
        grant.close();
        return consent == null ? Future.succeededFuture() : consent.close();
    }
}
