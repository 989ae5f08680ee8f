/** Questions about a pod that {@code irsa-doctor} asks: its settings, connections, exchanges. */
@NullMarked
package dev.irsa.internal.inspect;

import org.jspecify.annotations.NullMarked;
