package tradelab.contracts.monitor;

import tradelab.contracts.Topic;

/** Every event-bus address that the monitor listens to. Nothing else in the suite spells one out. */
public final class MonitorApi {
    /** One sample a second from every service. */
    public static final Topic<ServiceSample> SAMPLES = Topic.json("monitor.samples.v1", ServiceSample.class);

    private MonitorApi() {}
}
