package tradelab.venue.matching;

/** Shown amounts by price, one by one. */
@FunctionalInterface
public interface LevelVisitor {
    /**
     * @param amount unsigned
     * @return whether to go on
     */
    boolean visit(long price, long amount);
}
