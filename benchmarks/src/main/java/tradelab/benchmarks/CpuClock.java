package tradelab.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The processor time of processes and of what they started, user and kernel, as the operating system counts it. */
final class CpuClock {
    private final List<ProcessHandle> roots;
    private final boolean children;

    CpuClock(ProcessHandle... roots) {
        this(true, roots);
    }

    private CpuClock(boolean children, ProcessHandle... roots) {
        this.roots = List.of(roots);
        this.children = children;
    }

    /** Counts one process without those that it started. */
    static CpuClock alone(ProcessHandle process) {
        return new CpuClock(false, process);
    }

    /** Returns what was used so far by all that are alive. */
    double seconds() {
        return roots.stream()
                        .flatMap(root -> Stream.concat(Stream.of(root), children ? root.descendants() : Stream.empty()))
                        .mapToLong(process -> process.info()
                                .totalCpuDuration()
                                .orElse(Duration.ZERO)
                                .toNanos())
                        .sum()
                / 1e9;
    }
}
