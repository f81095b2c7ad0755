package tradelab.report;

import tradelab.runtime.ServiceMain;

/** The report service in a process of its own. */
public final class ReportMain {
    private ReportMain() {}

    public static void main(String[] args) {
        ServiceMain.run(new ReportService(), args);
    }
}
