/** Frameworks that nobody here wrote, with our providers in them. */
@NullMarked
package dev.irsa.integration.engines;

import org.jspecify.annotations.NullMarked;
