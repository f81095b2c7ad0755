package tradelab.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The processor time of processes and of what they started, user and kernel, as the operating system counts it. */
final class CpuClock {
    private final List<ProcessHandle> roots;

    CpuClock(ProcessHandle... roots) {
        this.roots = List.of(roots);
    }

    /** Returns what was used so far by all that are alive. */
    double seconds() {
        return roots.stream()
                        .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                        .mapToLong(process -> process.info()
                                .totalCpuDuration()
                                .orElse(Duration.ZERO)
                                .toNanos())
                        .sum()
                / 1e9;
    }
}
