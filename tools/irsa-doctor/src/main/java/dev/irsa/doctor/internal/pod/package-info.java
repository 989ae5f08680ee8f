/**
 * What the examined pod has, and what surrounds it: files, token, JVM, issuer, API server, node.
 */
@NullMarked
package dev.irsa.doctor.internal.pod;

import org.jspecify.annotations.NullMarked;
