/**
 * Values that rooms hand to each other: who asks, with what token, and what an exchange brought.
 */
@NullMarked
package dev.irsa.internal.identity;

import org.jspecify.annotations.NullMarked;
