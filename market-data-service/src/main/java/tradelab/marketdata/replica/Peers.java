package tradelab.marketdata.replica;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.ReplicaState;

/**
 * What one replica knows of the others, and what follows from it. Immutable; takes the time as an argument.
 *
 * <p>A replica feeds what the assignment gives it, and besides what it feeds already until the new owner says that its
 * book is LIVE. So an instrument changes its owner without a moment in which nobody has it; for a moment two do.
 */
final class Peers {
    private final String self;
    private final boolean sharing;
    private final Map<String, Peer> others;
    private final Assignment assignment;

    private record Peer(long heardMillis, boolean sharing, Set<Instrument> live, Set<Instrument> handingOver) {
        /** Whoever hands a book over himself is no reason to let go of it. */
        boolean keeps(Instrument instrument) {
            return live.contains(instrument) && !handingOver.contains(instrument);
        }
    }

    private Peers(String self, boolean sharing, Map<String, Peer> others) {
        this.self = self;
        this.sharing = sharing;
        this.others = Map.copyOf(others);
        Set<String> staying = new HashSet<>();
        others.forEach((name, peer) -> {
            if (peer.sharing) {
                staying.add(name);
            }
        });
        if (sharing) {
            staying.add(self);
        }
        this.assignment = new Assignment(staying);
    }

    /** Returns what a replica knows at first: nobody, and nothing is given to it yet. */
    static Peers alone(String self) {
        return new Peers(self, false, Map.of());
    }

    /** Returns the same with or without this replica among those that instruments are given to. */
    Peers sharing(boolean now) {
        return now == sharing ? this : new Peers(self, now, others);
    }

    boolean isSharing() {
        return sharing;
    }

    /** Returns the same with what a replica has just told, in place of what it told before. */
    Peers heard(ReplicaState state, long nowMillis) {
        if (state.replica().equals(self)) {
            return this;
        }
        Map<String, Peer> now = new HashMap<>(others);
        now.put(
                state.replica(),
                new Peer(nowMillis, state.sharing(), Set.copyOf(state.live()), Set.copyOf(state.handingOver())));
        return new Peers(self, sharing, now);
    }

    /** Returns the same without those who were not heard since {@code sinceMillis}. */
    Peers heardSince(long sinceMillis) {
        Map<String, Peer> now = new HashMap<>(others);
        boolean silent = now.values().removeIf(peer -> peer.heardMillis < sinceMillis);
        return silent ? new Peers(self, sharing, now) : this;
    }

    boolean knows(String replica) {
        return others.containsKey(replica);
    }

    int size() {
        return others.size() + 1;
    }

    @Nullable
    String owner(Instrument instrument) {
        return assignment.owner(instrument);
    }

    /**
     * Returns what this replica should feed now.
     *
     * @param universe what it could feed
     * @param fed what it feeds
     */
    Set<Instrument> wanted(Collection<Instrument> universe, Set<Instrument> fed) {
        Set<Instrument> wanted = new HashSet<>();
        for (Instrument instrument : universe) {
            boolean mine = keeps(instrument);
            if (mine && sharing || fed.contains(instrument) && (mine || !isKept(instrument))) {
                wanted.add(instrument);
            }
        }
        return wanted;
    }

    /** Returns whether it is for this replica to feed, as far as it knows. */
    boolean keeps(Instrument instrument) {
        String owner = owner(instrument);
        return owner == null || owner.equals(self);
    }

    private boolean isKept(Instrument instrument) {
        String owner = owner(instrument);
        Peer peer = owner == null ? null : others.get(owner);
        return peer != null && peer.keeps(instrument);
    }

    private boolean isLiveAt(@Nullable String replica, Instrument instrument) {
        Peer peer = replica == null ? null : others.get(replica);
        return peer != null && peer.live.contains(instrument);
    }

    /** Returns another replica whose book of it is LIVE, the owner first; null if there is none. */
    @Nullable
    String liveAt(Instrument instrument) {
        String owner = owner(instrument);
        if (isLiveAt(owner, instrument)) {
            return owner;
        }
        for (Map.Entry<String, Peer> one : others.entrySet()) {
            if (one.getValue().live.contains(instrument)) {
                return one.getKey();
            }
        }
        return null;
    }

    /** Returns whom to ask for it: where it is LIVE, or else another replica that is to feed it; null if there is none. */
    @Nullable
    String reader(Instrument instrument) {
        String live = liveAt(instrument);
        String owner = live == null ? owner(instrument) : live;
        return self.equals(owner) ? null : owner;
    }
}
