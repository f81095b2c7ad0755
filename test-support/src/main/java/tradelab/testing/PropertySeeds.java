package tradelab.testing;

import java.util.List;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyAttributes;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Gives every property the seed of its own name, so that a build says of a tree today what it says tomorrow.
 *
 * <p>{@code -Dproperty.seeds=fresh} draws new ones: that is for finding what no one knows yet, as often and as long as one
 * likes ({@code -Djqwik.tries.default}), where a failure is a discovery and not a broken build. A property that names its
 * own seed keeps it.
 */
public final class PropertySeeds implements AroundPropertyHook {
    private static final String MODE = "property.seeds";
    private static final String FIXED = "fixed";
    private static final String FRESH = "fresh";

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property)
            throws Throwable {
        String mode = System.getProperty(MODE, FIXED);
        if (!List.of(FIXED, FRESH).contains(mode)) {
            throw new IllegalArgumentException(MODE + ": expected fixed or fresh, got " + mode);
        }
        PropertyAttributes attributes = context.attributes();
        if (mode.equals(FIXED) && attributes.seed().isEmpty()) {
            attributes.setSeed(Long.toString(seedOf(context.containerClass().getName() + "." + context.label())));
        }
        return property.execute();
    }

    /** A hash that is the same on every machine and spreads names that differ in a letter. */
    private static long seedOf(String name) {
        long hash = 1_469_598_103_934_665_603L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 1_099_511_628_211L;
        }
        return hash;
    }

    /** Before whatever a property's own hooks do. */
    @Override
    public int aroundPropertyProximity() {
        return Integer.MIN_VALUE / 2;
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }
}
