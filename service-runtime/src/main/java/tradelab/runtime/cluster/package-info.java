/** The event bus of one JVM or of a cluster, with every Hazelcast and bus option set explicitly. */
@NullMarked
package tradelab.runtime.cluster;

import org.jspecify.annotations.NullMarked;
