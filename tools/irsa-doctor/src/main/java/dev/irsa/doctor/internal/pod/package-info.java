/** The examined pod and its surroundings: token, JVM, issuer, API server, node. */
@NullMarked
package dev.irsa.doctor.internal.pod;

import org.jspecify.annotations.NullMarked;
