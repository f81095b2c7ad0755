package tradelab.loadgen;

import java.util.List;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.run.Caps;
import tradelab.loadgen.run.EngineBounds;
import tradelab.runtime.settings.Port;

/** What may be loaded, and how: what the settings make of it for a service, and for a command of the same machine. */
public record LoadLimits(TargetGuard guard, EngineBounds bounds) {

    /** @throws IllegalArgumentException for settings that make no sense */
    public static LoadLimits of(LoadgenSettings settings) {
        TargetGuard guard = TargetGuard.of(settings.allowedTargets()).withBus(settings.allowedAddresses());
        guard.closed()
                .close(settings.forbiddenPorts().orElse(List.of()).stream()
                        .map(Port::number)
                        .toList());
        guard.closed().close(StorePorts.known());
        return new LoadLimits(
                guard,
                new EngineBounds(
                        settings.connectTimeout(),
                        settings.responseMax().bytes(),
                        settings.stopGrace(),
                        settings.tlsCa().orElse(""),
                        new Caps(settings.rateMax(), settings.connectionsMax(), settings.durationMax())));
    }
}
