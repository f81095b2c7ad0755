package tradelab.contracts.loadgen;

import java.util.List;
import java.util.Map;
import tradelab.contracts.Require;
import tradelab.contracts.Topic;

/**
 * What the controller of a distributed run tells its agents. All agents hear everything; each knows what concerns it.
 * Hearing it twice changes nothing.
 *
 * @param agentId whom it concerns; empty for all members
 * @param definition of the test, as text; empty unless preparing
 * @param members the agents that take part, in the order of their shares
 * @param atNanos when: of the epoch for a beginning, of the test for an adoption; preparing, how long an agent may go on
 *     without hearing anything
 * @param index the first sequence number of a share to adopt
 * @param of the steps of that share
 * @param acknowledged by agent: the last report that came through
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
        Map<String, Long> acknowledged) {
    /** Where agents listen. */
    public static final Topic<AgentCommand> TOPIC = Topic.json("loadgen.agent.command.v1", AgentCommand.class);

    /** What is to be done. */
    public enum Kind {
        /** Say that you are there. */
        FIND,
        /** Open connections for your share. */
        PREPARE,
        BEGIN,
        /** The controller lives; whoever hears nothing for as long as its lease stops. Whoever is no member stops at once. */
        BEAT,
        /** Take over a share of one who is gone. */
        ADOPT,
        /** Start nothing more, and report the end. */
        HALT,
        /** Let go of everything; no report is taken any more. */
        STOP
    }

    public static final int MEMBERS_MAX = 256;
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
    }

    /** A command that concerns all. */
    public static AgentCommand of(Kind kind, String runId) {
        return new AgentCommand(kind, runId, "", "", List.of(), 0, 0, 0, Map.of());
    }
}
