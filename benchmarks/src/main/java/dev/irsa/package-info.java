/** One refresh as the core performs it. This package has access to its package-private parts. */
@NullMarked
package dev.irsa;

import org.jspecify.annotations.NullMarked;
