package tradelab.loadgen.guard;

import java.util.List;
import tradelab.loadgen.cap.Usage;

/**
 * On which terms a target may be loaded.
 *
 * @param usages of the caps of the target itself and of the process, whoever loads it
 * @param registered the name it is registered under; empty if it is none of those
 * @param consentToken what it must answer as its consent; empty if it is not asked
 */
public record Terms(List<Usage> usages, String registered, String consentToken) {
    public static final Terms FREE = new Terms(List.of(), "", "");

    public Terms {
        usages = List.copyOf(usages);
    }

    public boolean asksForConsent() {
        return !consentToken.isEmpty();
    }

    @Override
    public String toString() {
        return "Terms[" + registered + "]"; // the token is a secret
    }
}
