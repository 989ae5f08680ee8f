/** Third-party frameworks that use our providers. */
@NullMarked
package dev.irsa.integration.engines;

import org.jspecify.annotations.NullMarked;
