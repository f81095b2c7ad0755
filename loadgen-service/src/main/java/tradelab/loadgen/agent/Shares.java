package tradelab.loadgen.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who drives which sequence numbers of the schedule. Every number belongs to exactly one member. Pure bookkeeping. */
final class Shares {

    /** The numbers {@code index}, {@code index + of}, {@code index + 2 of}, and so on. */
    record Share(long index, long of) {
        /** Returns the first of its numbers that is {@code from} or higher. */
        long firstFrom(long from) {
            return index + Math.max(0, Math.ceilDiv(from - index, of)) * of;
        }
    }

    /** A share with its new owner. */
    record Adoption(String agentId, Share share) {}

    private final Map<String, List<Share>> owned = new LinkedHashMap<>();

    Shares(List<String> members) {
        for (int i = 0; i < members.size(); i++) {
            owned.put(members.get(i), new ArrayList<>(List.of(new Share(i, members.size()))));
        }
    }

    List<String> members() {
        return List.copyOf(owned.keySet());
    }

    List<Share> of(String agentId) {
        return List.copyOf(owned.getOrDefault(agentId, List.of()));
    }

    /** Divides what a lost member owned evenly among those who are left; empty if nobody is. */
    List<Adoption> without(String lost) {
        List<Share> orphaned = of(lost);
        owned.remove(lost);
        List<Adoption> adoptions = new ArrayList<>();
        List<String> left = members();
        for (Share share : orphaned) {
            for (int j = 0; j < left.size(); j++) {
                Share part = new Share(share.index + share.of * j, share.of * left.size());
                owned.getOrDefault(left.get(j), new ArrayList<>()).add(part);
                adoptions.add(new Adoption(left.get(j), part));
            }
        }
        return adoptions;
    }
}
