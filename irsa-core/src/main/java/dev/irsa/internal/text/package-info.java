/** Keeps secrets out of texts. */
@NullMarked
package dev.irsa.internal.text;

import org.jspecify.annotations.NullMarked;
