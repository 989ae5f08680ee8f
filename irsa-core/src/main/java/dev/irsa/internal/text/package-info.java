/** Masks secrets in texts, and formats times. */
@NullMarked
package dev.irsa.internal.text;

import org.jspecify.annotations.NullMarked;
