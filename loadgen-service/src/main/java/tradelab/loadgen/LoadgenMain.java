package tradelab.loadgen;

import tradelab.runtime.ServiceMain;

/** Starts the load generator alone. */
public final class LoadgenMain {
    private LoadgenMain() {}

    public static void main(String[] args) {
        ServiceMain.run(new LoadgenService(), args);
    }
}
