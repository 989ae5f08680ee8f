/** What the exceptions of the public API are made of. */
@NullMarked
package dev.irsa.internal.failure;

import org.jspecify.annotations.NullMarked;
