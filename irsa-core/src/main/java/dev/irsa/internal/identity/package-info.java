/**
 * Values that the other packages exchange: an identity, its token, an exchange, a call of it, and
 * the result.
 */
@NullMarked
package dev.irsa.internal.identity;

import org.jspecify.annotations.NullMarked;
