package tradelab.loadgen.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tradelab.contracts.Require;
import tradelab.loadgen.agent.DistributedRun;
import tradelab.loadgen.cap.Caps;
import tradelab.loadgen.definition.DefinitionReader;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.guard.PinnedTarget;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.run.Plans;

/**
 * Reads definitions that were sent here, and refuses those that may not be run.
 *
 * @param data the folder whose files they may name; empty if they may name none
 */
public record Definitions(Vertx vertx, TargetGuard guard, Caps caps, Optional<Path> data) {
    private static final Pattern PLACED =
            Pattern.compile("(?:body|(profile:[a-z-]+)):(\\d+):(\\d+): (.*)", Pattern.DOTALL);

    /**
     * Returns the test that a body defines. A name that has no address now may have one when the test runs; everything
     * else is refused here, with {@link IllegalArgumentException}.
     */
    Future<LoadTest> read(String body) {
        return definition(body)
                .compose(test -> pinned(test)
                        .recover(cause -> cause instanceof UnknownHostException
                                ? Future.succeededFuture()
                                : Future.failedFuture(cause))
                        .map(test));
    }

    private Future<LoadTest> definition(String body) {
        if (data.isEmpty()) {
            return Future.succeededFuture(placed(body, Optional.empty()));
        }
        return vertx.executeBlocking(() -> placed(body, data), false).map(test -> Require.present("test", test));
    }

    private Future<PinnedTarget> pinned(LoadTest test) {
        if (!Plans.pinsAtOnce(test)) {
            return vertx.executeBlocking(() -> Plans.pin(test, guard, caps), false)
                    .map(target -> Require.present("target", target));
        }
        try {
            return Future.succeededFuture(Plans.pin(test, guard, caps));
        } catch (UnknownHostException | RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** Errors of this API begin with the field; where in the body it stands comes last. */
    private static LoadTest placed(String body, Optional<Path> folder) {
        try {
            if (folder.isEmpty()) {
                return DefinitionReader.read("body", body);
            }
            Map<String, String> files = new LinkedHashMap<>();
            LoadTest test = DefinitionReader.read("body", body, folder.get(), files);
            if (test.conduct().agents() > 0) {
                DistributedRun.requireSendable(files);
            }
            return test;
        } catch (IllegalArgumentException e) {
            Matcher placed = PLACED.matcher(String.valueOf(e.getMessage()));
            if (!placed.matches()) {
                throw e;
            }
            String of = placed.group(1) == null ? "" : " of " + placed.group(1);
            throw new IllegalArgumentException(
                    placed.group(4) + ", in line " + placed.group(2) + ", column " + placed.group(3) + of, e);
        }
    }
}
