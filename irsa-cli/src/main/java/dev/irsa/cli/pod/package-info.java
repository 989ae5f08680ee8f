/**
 * The program that runs as the pod, in a JVM of its own: real AWS SDK clients with the providers of
 * this project, and a line protocol to the lab that started it.
 */
@NullMarked
package dev.irsa.cli.pod;

import org.jspecify.annotations.NullMarked;
