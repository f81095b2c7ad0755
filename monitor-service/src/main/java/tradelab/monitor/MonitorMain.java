package tradelab.monitor;

import tradelab.runtime.ServiceMain;

/** Runs the monitor as a process of its own. */
public final class MonitorMain {
    private MonitorMain() {}

    /** Starts the service; see {@code --help}. */
    public static void main(String[] args) {
        ServiceMain.run(new MonitorService(), args);
    }
}
