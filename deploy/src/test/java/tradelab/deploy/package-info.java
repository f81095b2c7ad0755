/** Holds the manifests and images against the Kubernetes API and against the code they start. */
@NullMarked
package tradelab.deploy;

import org.jspecify.annotations.NullMarked;
