/** Tests of what is published: the artifacts, and an outside project that uses them. */
@NullMarked
package dev.irsa.integration.release;

import org.jspecify.annotations.NullMarked;
