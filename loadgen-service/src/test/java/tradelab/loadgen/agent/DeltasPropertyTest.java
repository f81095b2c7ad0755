package tradelab.loadgen.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import tradelab.contracts.loadgen.AgentReport;

class DeltasPropertyTest {

    @Property
    void everyReportCountsOnceHoweverOftenAndInWhateverOrderItComes(
            @ForAll @IntRange(min = 1, max = 8) int agents, @ForAll Random random) {
        Deltas deltas = new Deltas();
        List<AgentReport> unacknowledged = new ArrayList<>();
        for (int agent = 0; agent < agents; agent++) {
            for (int sequence = 1; sequence <= 10; sequence++) {
                unacknowledged.add(new AgentReport(
                        AgentReport.Kind.DELTA, "run", "agent-" + agent, sequence, "", Buffer.buffer()));
            }
        }
        Map<String, List<Long>> taken = new HashMap<>();
        while (!unacknowledged.isEmpty()) {
            List<AgentReport> onTheWire = new ArrayList<>(unacknowledged);
            onTheWire.addAll(unacknowledged.subList(0, unacknowledged.size() / 2));
            Collections.shuffle(onTheWire, random);
            onTheWire.stream().limit(1 + random.nextInt(onTheWire.size())).forEach(report -> {
                if (deltas.takes(report)) {
                    taken.computeIfAbsent(report.agentId(), _ -> new ArrayList<>())
                            .add(report.sequence());
                }
            });
            Map<String, Long> acknowledged = deltas.acknowledged();
            unacknowledged.removeIf(report -> report.sequence() <= acknowledged.getOrDefault(report.agentId(), 0L));
        }

        assertThat(taken).hasSize(agents);
        assertThat(taken.values())
                .allSatisfy(
                        sequences -> assertThat(sequences).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L));
    }

    @Property
    void everySequenceNumberBelongsToExactlyOneMemberHoweverManyAreLost(
            @ForAll @IntRange(min = 1, max = 6) int agents, @ForAll Random random) {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < agents; i++) {
            members.add("agent-" + i);
        }
        Shares shares = new Shares(members);
        int lost = random.nextInt(agents);
        for (int i = 0; i < lost; i++) {
            List<String> left = shares.members();
            var _ = shares.without(left.get(random.nextInt(left.size())));
        }
        TreeSet<Long> driven = new TreeSet<>();
        for (String member : shares.members()) {
            for (Shares.Share share : shares.of(member)) {
                for (long n = share.index(); n < 2_000; n += share.of()) {
                    assertThat(driven.add(n)).as("number %d", n).isTrue();
                }
            }
        }

        assertThat(driven).hasSize(2_000);
    }
}
