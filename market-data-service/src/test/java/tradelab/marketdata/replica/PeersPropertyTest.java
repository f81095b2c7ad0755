package tradelab.marketdata.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.ReplicaState;

/** A cluster in virtual time: messages take a while or are lost, books take a while to become LIVE. */
class PeersPropertyTest {
    private static final long SILENCE_MILLIS = 2_000;
    private static final long ANNOUNCE_MILLIS = 250;
    private static final long SETTLE_MILLIS = 1_000;
    private static final List<Instrument> UNIVERSE = java.util.stream.IntStream.range(0, 30)
            .mapToObj(i -> new Instrument("BITFINEX", "t" + i))
            .toList();

    private final Map<String, Node> nodes = new HashMap<>();
    private final List<Message> onTheWay = new ArrayList<>();
    private long nowMillis;
    private long crashMillis;

    private record Message(long atMillis, String to, ReplicaState state) {}

    private static final class Node {
        final String name;
        final long bornMillis;
        Peers peers;
        boolean leaving;
        final Map<Instrument, Long> liveFrom = new HashMap<>(); // what is fed, and when its book is LIVE

        Node(String name, long bornMillis) {
            this.name = name;
            this.bornMillis = bornMillis;
            this.peers = Peers.alone(name);
        }

        List<Instrument> live(long now) {
            return liveFrom.entrySet().stream()
                    .filter(one -> one.getValue() <= now)
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    @Property(tries = 1_000)
    void everyInstrumentIsLiveSomewhereWhoeverComesAndLeavesAndInTheEndOnce(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 0, max = 3) Integer> events,
            @ForAll @IntRange(min = 0, max = 100) int delayMillis,
            @ForAll @IntRange(min = 10, max = 1_500) int bookMillis,
            @ForAll long seed) {
        nodes.clear(); // one object serves all tries
        onTheWay.clear();
        nowMillis = 0;
        crashMillis = -1_000_000;
        Random random = new Random(seed);
        List<String> names = AssignmentPropertyTest.replicas(events.size() + 2, seed);
        int next = 0;
        nodes.put(names.get(next), new Node(names.get(next++), nowMillis));
        run(4_000, delayMillis, bookMillis, false);
        for (int event : events) {
            // never the last that could take over: one that leaves takes nothing up
            List<Node> staying = nodes.values().stream()
                    .filter(node -> node.peers.isSharing() && !node.leaving)
                    .toList();
            if (event <= 1 || staying.size() <= 1) {
                nodes.put(names.get(next), new Node(names.get(next), nowMillis));
                next++;
            } else {
                Node chosen = staying.get(random.nextInt(staying.size()));
                if (event == 2) {
                    chosen.leaving = true;
                } else {
                    nodes.remove(chosen.name); // killed: nobody is told
                    crashMillis = nowMillis;
                }
            }
            run(random.nextInt(6_000), delayMillis, bookMillis, true);
            nodes.values().removeIf(node -> isGone(node));
        }
        run(12_000, delayMillis, bookMillis, true);

        for (Instrument instrument : UNIVERSE) {
            long feeders = nodes.values().stream()
                    .filter(node -> node.liveFrom.containsKey(instrument))
                    .count();
            assertThat(feeders).isEqualTo(1);
        }
    }

    private boolean isGone(Node node) {
        return node.leaving && node.liveFrom.isEmpty(); // its process ends
    }

    private void run(long millis, int delayMillis, int bookMillis, boolean checked) {
        long step = 50;
        for (long end = nowMillis + millis; nowMillis < end; nowMillis += step) {
            deliver();
            for (Node node : nodes.values()) {
                if ((nowMillis - node.bornMillis) % ANNOUNCE_MILLIS == 0) {
                    tick(node, delayMillis, bookMillis);
                }
            }
            // whoever was killed cannot hand over: until the others have noticed and taken over, there is a gap
            if (checked && nowMillis - crashMillis > SILENCE_MILLIS + bookMillis + 4 * ANNOUNCE_MILLIS + delayMillis) {
                checkNoGap();
            }
        }
    }

    private void checkNoGap() {
        Set<Instrument> live = new HashSet<>();
        nodes.values().forEach(node -> live.addAll(node.live(nowMillis)));
        assertThat(live).containsAll(UNIVERSE);
    }

    private void deliver() {
        for (Message message : List.copyOf(onTheWay)) {
            if (message.atMillis <= nowMillis) {
                onTheWay.remove(message);
                Node to = nodes.get(message.to);
                if (to != null) {
                    to.peers = to.peers.heard(message.state, nowMillis);
                }
            }
        }
    }

    private void tick(Node node, int delayMillis, int bookMillis) {
        node.peers = node.peers.heardSince(nowMillis - SILENCE_MILLIS);
        if (nowMillis - node.bornMillis >= SETTLE_MILLIS) {
            node.peers = node.peers.sharing(!node.leaving);
            Set<Instrument> wanted = node.peers.wanted(UNIVERSE, node.liveFrom.keySet());
            node.liveFrom.keySet().retainAll(wanted);
            wanted.forEach(one -> node.liveFrom.putIfAbsent(one, nowMillis + bookMillis));
        }
        List<Instrument> live = node.live(nowMillis);
        ReplicaState state = new ReplicaState(
                node.name,
                node.peers.isSharing(),
                live,
                live.stream().filter(one -> !node.peers.keeps(one)).toList());
        nodes.keySet().forEach(to -> onTheWay.add(new Message(nowMillis + delayMillis, to, state)));
    }

    @Example
    void theOldOwnerFeedsUntilTheNewOneIsLive() {
        Instrument instrument = UNIVERSE.getFirst();
        Peers peers = Peers.alone("a").sharing(true);
        String other = "b";
        while (!other.equals(peers.heard(state(other), 0).owner(instrument))) {
            other = other + "b"; // one that the assignment prefers
        }
        Peers before = peers.heard(state(other), 0);
        Peers after = before.heard(state(other, instrument), 1);
        Peers notYet = before.heard(new ReplicaState(other, true, List.of(instrument), List.of(instrument)), 1);

        assertThat(before.wanted(UNIVERSE, Set.of(instrument))).contains(instrument);
        assertThat(before.reader(instrument)).isEqualTo(other);
        assertThat(before.liveAt(instrument)).isNull();
        assertThat(notYet.wanted(UNIVERSE, Set.of(instrument))).contains(instrument);
        assertThat(after.wanted(UNIVERSE, Set.of(instrument))).doesNotContain(instrument);
        assertThat(after.liveAt(instrument)).isEqualTo(other);
        assertThat(after.heardSince(2).owner(instrument)).isEqualTo("a");
    }

    private static ReplicaState state(String replica, Instrument... live) {
        return new ReplicaState(replica, true, List.of(live), List.of());
    }

    @Example
    void aReplicaAloneNeverLetsGoEvenIfItLeaves() {
        Set<Instrument> fed = Set.copyOf(UNIVERSE);

        assertThat(Peers.alone("a").sharing(true).wanted(UNIVERSE, Set.of())).isEqualTo(fed);
        assertThat(Peers.alone("a").wanted(UNIVERSE, fed)).isEqualTo(fed);
        assertThat(Peers.alone("a").wanted(UNIVERSE, Set.of())).isEmpty();
    }
}
