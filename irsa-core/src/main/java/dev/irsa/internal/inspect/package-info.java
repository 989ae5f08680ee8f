/** What {@code irsa-doctor} calls of the library: its connections, exchanges and texts. */
@NullMarked
package dev.irsa.internal.inspect;

import org.jspecify.annotations.NullMarked;
