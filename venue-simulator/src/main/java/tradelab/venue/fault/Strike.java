package tradelab.venue.fault;

/**
 * A fault strikes.
 *
 * @param millis how long to wait or to keep
 */
public record Strike(String faultId, FaultSpec spec, long millis) {
    public FaultKind kind() {
        return spec.kind();
    }
}
