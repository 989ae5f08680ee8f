/**
 * The program of the pod, run in a separate JVM: real AWS SDK clients with this project's
 * providers, and a line protocol to the lab that started it.
 */
@NullMarked
package dev.irsa.cli.internal.pod;

import org.jspecify.annotations.NullMarked;
