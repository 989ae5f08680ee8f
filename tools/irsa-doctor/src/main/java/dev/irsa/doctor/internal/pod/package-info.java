/** The examined pod and its surroundings: files, token, JVM, issuer, API server, node. */
@NullMarked
package dev.irsa.doctor.internal.pod;

import org.jspecify.annotations.NullMarked;
