package tradelab.venue.fault;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tradelab.contracts.Json;
import tradelab.contracts.Require;

/**
 * Faults in a JSON file, each as in {@code POST /sim/faults}:
 *
 * <pre>{@code
 * {"faults": [{"kind": "drop-answer", "scope": {"route": "/v2/auth/w/order/multi"}, "probability": 0.05, "seed": 7},
 *             {"kind": "halt", "scope": {"symbol": "tBTCUSD"}, "durationMillis": 60000}]}
 * }</pre>
 */
public record FaultFile(List<FaultSpec> faults) {
    public FaultFile {
        faults = List.copyOf(Require.present("faults", faults));
        Set<String> ids = new HashSet<>();
        for (FaultSpec spec : faults) {
            if (spec.id() != null && !ids.add(spec.id())) {
                throw Require.refused("id", "one fault each", spec.id());
            }
        }
        var _ = Require.range("faults", faults.size(), 0, FaultPlan.FAULTS_MAX);
    }

    /**
     * Reads a file.
     *
     * @param setting names the file in messages
     * @throws IllegalArgumentException naming the file, the field and what was expected
     */
    public static FaultFile read(String setting, Path file) {
        byte[] text;
        try {
            text = Files.readAllBytes(file);
        } catch (IOException e) {
            throw Require.refused(setting, "a file that can be read", file.toString());
        }
        try {
            return Json.read(Buffer.buffer(text), FaultFile.class);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(setting + ": " + file + ": " + e.getMessage(), e);
        }
    }
}
