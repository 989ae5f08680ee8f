/** Identities: who requests credentials, with which token, and from whom. */
@NullMarked
package dev.irsa.internal.identity;

import org.jspecify.annotations.NullMarked;
