/** The loop and the workers, independent of AWS. */
@NullMarked
package dev.irsa.internal.concurrent;

import org.jspecify.annotations.NullMarked;
