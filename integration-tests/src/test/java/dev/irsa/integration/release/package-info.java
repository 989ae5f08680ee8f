/** Tests of what is published: the artifacts, and the projects outside that use them. */
@NullMarked
package dev.irsa.integration.release;

import org.jspecify.annotations.NullMarked;
