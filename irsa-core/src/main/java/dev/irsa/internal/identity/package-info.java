/**
 * Values that the other packages exchange: an identity, its token, and the result of an exchange.
 */
@NullMarked
package dev.irsa.internal.identity;

import org.jspecify.annotations.NullMarked;
