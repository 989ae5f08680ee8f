/**
 * The self-contained jars for both SDK generations, on one class path with old versions of the
 * libraries that they contain.
 */
@NullMarked
package dev.irsa.integration.engines.bundles;

import org.jspecify.annotations.NullMarked;
