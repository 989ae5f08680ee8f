/** The issuer of the token: its documents, its keys and its certificate. */
@NullMarked
package dev.irsa.doctor.internal.issuer;

import org.jspecify.annotations.NullMarked;
