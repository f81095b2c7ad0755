package tradelab.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Arithmetic of paired measurements. A machine that others use too changes by the minute; neighbours in time do not. */
final class Ratios {
    private Ratios() {}

    /**
     * Returns the middle value, or the mean of the two in the middle.
     *
     * @throws IllegalArgumentException for no values
     */
    static double median(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("values: expected at least one, got none");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /**
     * Returns the ratio of each pair, {@code ours} to {@code peers}.
     *
     * @throws IllegalArgumentException if they are not pairs, or a peer's value is not above 0
     */
    static List<Double> ofPairs(List<Double> ours, List<Double> peers) {
        if (ours.size() != peers.size()) {
            throw new IllegalArgumentException("peers: expected " + ours.size() + " values, got " + peers.size());
        }
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            if (!(peers.get(i) > 0)) {
                throw new IllegalArgumentException("peers: expected above 0, got " + peers.get(i));
            }
            ratios.add(ours.get(i) / peers.get(i));
        }
        return ratios;
    }
}
