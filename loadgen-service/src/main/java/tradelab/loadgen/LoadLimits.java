package tradelab.loadgen;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import tradelab.loadgen.cap.Caps;
import tradelab.loadgen.cap.Usage;
import tradelab.loadgen.guard.RegisteredTarget;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.run.EngineBounds;
import tradelab.runtime.settings.ByteSize;
import tradelab.runtime.settings.Port;
import tradelab.runtime.settings.Secret;

/** What may be loaded, and how: what the settings make of it for a service, and for a command of the same machine. */
public record LoadLimits(TargetGuard guard, EngineBounds bounds) {
    private static final Duration UNBOUNDED = Duration.ofNanos(Caps.NONE);

    /** @throws IllegalArgumentException for settings that make no sense */
    public static LoadLimits of(LoadgenSettings settings) {
        TargetGuard guard = TargetGuard.of(settings.allowedTargets())
                .withBus(settings.allowedAddresses())
                .registering(registered(settings.targets()), new Usage(ofProcess(settings)));
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
                        ofRun(settings),
                        settings.consentEvery()));
    }

    private static Caps ofRun(LoadgenSettings settings) {
        return new Caps(
                "loadgen.",
                settings.rateMax(),
                settings.connectionsMax(),
                settings.durationMax(),
                settings.bytesPerSecondMax().map(ByteSize::bytes).orElse(Caps.NONE));
    }

    private static Caps ofProcess(LoadgenSettings settings) {
        return new Caps(
                "loadgen.total-",
                settings.totalRateMax().orElse(Double.POSITIVE_INFINITY),
                settings.totalConnectionsMax().orElse(Integer.MAX_VALUE),
                UNBOUNDED,
                settings.totalBytesPerSecondMax().map(ByteSize::bytes).orElse(Caps.NONE));
    }

    private static List<RegisteredTarget> registered(Map<String, LoadgenSettings.Target> targets) {
        return targets.entrySet().stream()
                .map(target -> registered(target.getKey(), target.getValue()))
                .toList();
    }

    private static RegisteredTarget registered(String name, LoadgenSettings.Target target) {
        Caps caps = new Caps(
                "loadgen.targets." + name + ".",
                target.rateMax().orElse(Double.POSITIVE_INFINITY),
                target.connectionsMax().orElse(Integer.MAX_VALUE),
                target.durationMax().orElse(UNBOUNDED),
                target.bytesPerSecondMax().map(ByteSize::bytes).orElse(Caps.NONE));
        return new RegisteredTarget(
                name,
                target.url(),
                target.networks().orElse(List.of()),
                caps,
                target.consentToken().map(Secret::value).orElse(""));
    }
}
