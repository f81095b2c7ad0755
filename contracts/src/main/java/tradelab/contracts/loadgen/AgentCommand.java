package tradelab.contracts.loadgen;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.contracts.Topic;

/**
 * What the controller of a distributed run tells its agents. All agents hear everything; each knows what concerns it.
 * Hearing it twice changes nothing.
 *
 * @param agentId whom it concerns; empty for all members
 * @param definition of the test, as text; empty unless preparing
 * @param members the agents that take part, in the order of their shares
 * @param atNanos when: of the epoch for a beginning, of the test for a change; preparing, how long an agent may go on
 *     without hearing anything
 * @param index the first sequence number to adopt
 * @param of the steps from there on
 * @param acknowledged by agent: the last report that came through
 * @param order the number of what must be carried out once and in order, from 1; told again until all members have said
 *     that they did. 0 for the rest
 * @param change what changes; null unless something does
 * @param files that the definition names; empty unless preparing
 */
public record AgentCommand(
        Kind kind,
        String runId,
        String agentId,
        String definition,
        List<String> members,
        long atNanos,
        long index,
        long of,
        Map<String, Long> acknowledged,
        long order,
        @Nullable RunChange change,
        List<AgentFile> files) {
    /** Where agents listen. */
    public static final Topic<AgentCommand> TOPIC = Topic.json("loadgen.agent.command.v2", AgentCommand.class);

    /** What is to be done. */
    public enum Kind {
        /** Say that you are there. */
        FIND,
        /** Open connections for your share. */
        PREPARE,
        /** An order. */
        BEGIN,
        /** The controller lives; whoever hears nothing for as long as its lease stops. Whoever is no member stops at once. */
        BEAT,
        /** An order: take over a share of one who is gone. */
        ADOPT,
        /** An order: from a moment on the run goes on differently. */
        CHANGE,
        /** Start nothing more, and report the end. */
        HALT,
        /** Let go of everything; no report is taken any more. */
        STOP
    }

    public static final int MEMBERS_MAX = 256;
    public static final int FILES_MAX = 16;
    public static final int DEFINITION_LENGTH_MAX = 1 << 20;

    public AgentCommand {
        kind = Require.present("kind", kind);
        runId = Require.id("runId", runId);
        agentId = Require.present("agentId", agentId);
        var _length = Require.range(
                "definition", Require.present("definition", definition).length(), 0, DEFINITION_LENGTH_MAX);
        members = List.copyOf(Require.present("members", members));
        var _members = Require.range("members", members.size(), 0, MEMBERS_MAX);
        acknowledged = Map.copyOf(Require.present("acknowledged", acknowledged));
        order = Require.range("order", order, 0, Long.MAX_VALUE);
        files = files == null ? List.of() : List.copyOf(files);
        var _files = Require.range("files", files.size(), 0, FILES_MAX);
        if (kind == Kind.CHANGE) {
            change = Require.present("change", change);
        }
    }

    /** A command that concerns all. */
    public static AgentCommand of(Kind kind, String runId) {
        return new AgentCommand(kind, runId, "", "", List.of(), 0, 0, 0, Map.of(), 0, null, List.of());
    }
}
