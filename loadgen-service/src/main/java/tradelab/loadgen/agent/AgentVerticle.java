package tradelab.loadgen.agent;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Instant;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.loadgen.AgentCommand;
import tradelab.contracts.loadgen.AgentFilePiece;
import tradelab.contracts.loadgen.AgentReport;
import tradelab.loadgen.definition.DefinitionReader;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.run.EngineBounds;
import tradelab.loadgen.run.LoadRun;
import tradelab.loadgen.run.Permit;

/**
 * An agent: waits for a controller to give it a share of a run, one run at a time. Asks its own guard and
 * caps whether the run is allowed, whatever the controller says. A controller that is silent for two seconds is dead, and its run ends.
 */
public final class AgentVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(AgentVerticle.class);
    private static final long REPORT_MILLIS = 100;
    private static final long SILENCE_NANOS_MAX = 1_800_000_000L;

    private final Vertx engines;
    private final String agentId;
    private final TargetGuard guard;
    private final EngineBounds bounds;
    private final LongSupplier nanoTime = System::nanoTime;

    private @Nullable MessageConsumer<Object> commands;
    private @Nullable MessageConsumer<Object> pieces;
    private @Nullable AgentRun run;
    /** What is to be prepared as soon as its files have come; null if nothing waits for any. */
    private @Nullable Awaiting awaiting;

    private record Awaiting(AgentCommand command, Intake files) {}

    private String runId = "";
    private long heardNanos;
    /** How long after the last command the agent may go on; less than its controller waits before it gives it up. */
    private long leaseNanos = SILENCE_NANOS_MAX;

    /** @param engines what the engine runs on, for nothing else to make it late */
    public AgentVerticle(Vertx engines, String agentId, TargetGuard guard, EngineBounds bounds) {
        this.engines = engines;
        this.agentId = agentId;
        this.guard = guard;
        this.bounds = bounds;
    }

    @Override
    public Future<?> start() {
        MessageConsumer<Object> consumer = AgentCommand.TOPIC.subscribe(vertx.eventBus(), this::hear);
        MessageConsumer<Object> taker = AgentFilePiece.TOPIC.subscribe(vertx.eventBus(), this::take);
        commands = consumer;
        pieces = taker;
        vertx.setPeriodic(REPORT_MILLIS, _ -> report());
        return Future.join(consumer.completion(), taker.completion());
    }

    @Override
    public Future<?> stop() {
        Future<Void> deaf = commands == null ? Future.succeededFuture() : commands.unregister();
        Future<Void> full = pieces == null ? Future.succeededFuture() : pieces.unregister();
        return Future.join(deaf, full).eventually(() -> end("the agent stops"));
    }

    /**
     * Ends the share of a run that another service controls. What starts arrivals is in this process, so this needs no
     * bus; the controller, if it can hear it, ends the run for all agents. From any thread.
     *
     * @param own runs that this very service controls, and ends better itself
     * @return the run's id; empty if there was none
     */
    public Future<String> stopAll(Set<String> own) {
        Promise<String> stopped = Promise.promise();
        context.runOnContext(_ -> {
            String ending = own.contains(runId) ? "" : runId;
            if (!ending.isEmpty()) {
                say(AgentReport.Kind.REFUSED, ending, "it was asked to stop all");
                var _ = end("it was asked to stop all");
            }
            stopped.complete(ending);
        });
        return stopped.future();
    }

    private void hear(AgentCommand command) {
        if (isMine(command) && !renew()) {
            return;
        }
        switch (command.kind()) {
            case FIND -> {
                if (run == null) {
                    say(AgentReport.Kind.HERE, command.runId(), "");
                }
            }
            case PREPARE -> {
                if (command.members().contains(agentId) && run == null && runId.isEmpty()) {
                    prepare(command);
                }
            }
            case BEGIN, ADOPT, CHANGE -> {
                if (isMine(command) && run != null) {
                    carryOut(command, run);
                }
            }
            case BEAT -> beat(command);
            case HALT -> {
                if (isMine(command) && run != null) {
                    run.halt();
                    beat(command);
                }
            }
            case STOP -> {
                if (isMine(command)) {
                    var _ = end("the controller says so");
                }
            }
        }
    }

    /** Says so even if it was carried out before: the controller may not have heard. */
    private void carryOut(AgentCommand order, AgentRun current) {
        long done;
        try {
            done = current.carryOut(order, agentId, epochNanos());
        } catch (IllegalArgumentException e) { // a change beyond this agent's own caps
            say(AgentReport.Kind.REFUSED, order.runId(), String.valueOf(e.getMessage()));
            var _ = end("it may not follow a change");
            return;
        }
        boolean late = order.kind() == AgentCommand.Kind.CHANGE && current.isFinished();
        String text = late ? "its engine had ended before a change" : "";
        AgentReport.TOPIC.publish(
                vertx.eventBus(),
                new AgentReport(AgentReport.Kind.FOLLOWS, order.runId(), agentId, done, text, Buffer.buffer()));
    }

    /** A lease that is over is never renewed: what was heard too late may be older than the loss of the share. */
    private boolean renew() {
        long now = nanoTime.getAsLong();
        if (now - heardNanos > leaseNanos) {
            var _ = end("its lease is over");
            return false;
        }
        heardNanos = now;
        if (run != null) {
            run.lease(now + leaseNanos);
        }
        return true;
    }

    private boolean isMine(AgentCommand command) {
        return command.runId().equals(runId);
    }

    /** Returns the time by which controller and agents agree when a run begins. */
    static long epochNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    private void prepare(AgentCommand command) {
        runId = command.runId();
        leaseNanos = command.atNanos() > 0 ? Math.min(command.atNanos(), SILENCE_NANOS_MAX) : SILENCE_NANOS_MAX;
        heardNanos = nanoTime.getAsLong();
        try {
            Intake files = new Intake(command.files());
            if (files.isComplete()) {
                open(command, files);
            } else {
                awaiting = new Awaiting(command, files);
                ask(files);
            }
        } catch (IllegalArgumentException e) {
            refuse(command, String.valueOf(e.getMessage()));
        }
    }

    private void ask(Intake files) {
        AgentReport.TOPIC.publish(
                vertx.eventBus(),
                new AgentReport(AgentReport.Kind.NEEDS, runId, agentId, files.count(), "", files.missing()));
    }

    private void take(AgentFilePiece piece) {
        Awaiting current = awaiting;
        if (current == null || !piece.runId().equals(runId)) {
            return;
        }
        try {
            boolean all = current.files.take(piece);
            if (current.files.isComplete()) {
                awaiting = null;
                open(current.command, current.files);
            } else if (all) {
                ask(current.files);
            }
        } catch (IllegalArgumentException e) {
            refuse(current.command, String.valueOf(e.getMessage()));
        }
    }

    private void open(AgentCommand command, Intake files) {
        vertx.executeBlocking(() -> DefinitionReader.read("definition", command.definition(), files.files()), false)
                .compose(test -> permitted(command, test))
                .compose(opened -> begin(command, opened))
                .onSuccess(_ -> {
                    if (isMine(command)) {
                        say(AgentReport.Kind.READY, command.runId(), "");
                    }
                })
                .onFailure(cause -> {
                    if (isMine(command)) {
                        refuse(command, String.valueOf(cause.getMessage()));
                    }
                });
    }

    private void refuse(AgentCommand command, String why) {
        LOG.warn("event=agent_refused run={} agent={} cause=\"{}\"", runId, agentId, why);
        say(AgentReport.Kind.REFUSED, command.runId(), why);
        var _ = end("it could not be prepared");
    }

    /** It may have been given up while it was prepared. */
    private Future<Void> begin(AgentCommand command, AgentRun opened) {
        if (!isMine(command)) {
            return opened.close();
        }
        run = opened;
        return opened.prepare(why -> withdrawn(opened, why));
    }

    private Future<AgentRun> permitted(AgentCommand command, LoadTest test) {
        LoadRun.Setup setup = LoadRun.Setup.of(command.runId(), command.runId(), guard, bounds)
                .within(vertx);
        int index = command.members().indexOf(agentId);
        int of = command.members().size();
        return Permit.ask(vertx, test, setup, of)
                .compose(permit -> vertx.executeBlocking(
                                () -> new AgentRun(engines, agentId, test, setup, permit, index, of), false)
                        .onFailure(_ -> {
                            var _ = permit.close();
                        }));
    }

    /** What is left of its share goes to nobody: all others hear the same of the target. */
    private void withdrawn(AgentRun ending, String why) {
        LOG.warn("event=consent_withdrawn run={} agent={} why=\"{}\"", runId, agentId, why);
        ending.halt();
        say(AgentReport.Kind.FOLLOWS, runId, why);
    }

    private void beat(AgentCommand command) {
        if (!isMine(command) || run == null) {
            return;
        }
        if (!command.members().contains(agentId)) {
            var _ = end("the controller has given it up");
            return;
        }
        run.acknowledged(command.acknowledged().getOrDefault(agentId, 0L))
                .forEach(report -> AgentReport.TOPIC.publish(vertx.eventBus(), report));
    }

    private void report() {
        AgentRun current = run;
        if (current == null) {
            await();
            return;
        }
        if (nanoTime.getAsLong() - heardNanos > leaseNanos || current.isForsaken()) {
            var _ = end("its controller is silent");
            return;
        }
        current.report().onSuccess(report -> AgentReport.TOPIC.publish(vertx.eventBus(), report));
    }

    /** Pieces may have been lost, and so may the controller. */
    private void await() {
        if (awaiting != null && nanoTime.getAsLong() - heardNanos > leaseNanos) {
            var _ = end("its controller is silent");
        } else if (awaiting != null) {
            ask(awaiting.files);
        }
    }

    private void say(AgentReport.Kind kind, String ofRun, String text) {
        AgentReport.TOPIC.publish(vertx.eventBus(), new AgentReport(kind, ofRun, agentId, 0, text, Buffer.buffer()));
    }

    private Future<Void> end(String why) {
        AgentRun ending = run;
        run = null;
        awaiting = null;
        if (!runId.isEmpty()) {
            LOG.info("event=agent_run_ended run={} agent={} why=\"{}\"", runId, agentId, why);
        }
        runId = "";
        return ending == null ? Future.succeededFuture() : ending.close().otherwiseEmpty();
    }
}
