/**
 * The self-contained jars of both SDK generations on one class path with old versions of what is in
 * them.
 */
@NullMarked
package dev.irsa.integration.engines.bundles;

import org.jspecify.annotations.NullMarked;
