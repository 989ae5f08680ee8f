/** The cluster's OIDC issuer: signing keys, discovery document, key set, signed tokens. */
@NullMarked
package dev.irsa.testkit.internal.oidc;

import org.jspecify.annotations.NullMarked;
