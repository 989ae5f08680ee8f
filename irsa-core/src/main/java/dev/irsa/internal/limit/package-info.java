/** The limits of the calls of a process, independent of AWS. */
@NullMarked
package dev.irsa.internal.limit;

import org.jspecify.annotations.NullMarked;
