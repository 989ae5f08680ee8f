/** The door of {@code irsa-doctor} to the library: its connections, exchanges and texts. */
@NullMarked
package dev.irsa.internal.inspect;

import org.jspecify.annotations.NullMarked;
