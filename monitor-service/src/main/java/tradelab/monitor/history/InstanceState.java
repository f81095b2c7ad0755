package tradelab.monitor.history;

/** How an instance is, as far as its samples tell. */
public enum InstanceState {
    /** It takes work. */
    READY,
    /** It runs, but waits for something; its status says for what. */
    WAITING,
    /** It finishes what it has and takes nothing new. */
    DRAINING,
    /** It fell silent after draining: a clean end. */
    STOPPED,
    /** It fell silent without a word. */
    LOST;

    /** Returns whether samples still come. */
    public boolean heard() {
        return this == READY || this == WAITING || this == DRAINING;
    }
}
