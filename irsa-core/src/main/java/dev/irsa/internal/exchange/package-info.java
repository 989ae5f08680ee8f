/**
 * The interface of an exchange, with what each kind of exchange uses: its limits and its result.
 */
@NullMarked
package dev.irsa.internal.exchange;

import org.jspecify.annotations.NullMarked;
