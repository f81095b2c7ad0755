package tradelab.loadgen.agent;

import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tradelab.contracts.loadgen.AgentCommand;
import tradelab.contracts.loadgen.AgentFile;

/** What the controller of one run says on the bus. */
record Commands(EventBus bus, String runId) {

    void prepare(String definition, List<AgentFile> files, List<String> members, Duration lease) {
        publish(new AgentCommand(
                AgentCommand.Kind.PREPARE,
                runId,
                "",
                definition,
                members,
                lease.toNanos(),
                0,
                0,
                Map.of(),
                0,
                null,
                files));
    }

    /** Says what concerns all. */
    void tell(AgentCommand.Kind kind, List<String> members, Map<String, Long> acknowledged) {
        publish(new AgentCommand(kind, runId, "", "", members, 0, 0, 0, acknowledged, 0, null, List.of()));
    }

    void order(Orders.Order order, List<String> members, Map<String, Long> acknowledged) {
        publish(new AgentCommand(
                order.kind(),
                runId,
                order.agentId(),
                "",
                members,
                order.atNanos(),
                order.index(),
                order.of(),
                acknowledged,
                order.number(),
                order.change(),
                List.of()));
    }

    private void publish(AgentCommand command) {
        AgentCommand.TOPIC.publish(bus, command);
    }
}
