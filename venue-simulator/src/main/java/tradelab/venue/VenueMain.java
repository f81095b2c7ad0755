package tradelab.venue;

import tradelab.runtime.ServiceMain;

/** Runs the venue simulator as a process of its own. */
public final class VenueMain {
    private VenueMain() {}

    public static void main(String[] args) {
        ServiceMain.run(new VenueService(), args);
    }
}
