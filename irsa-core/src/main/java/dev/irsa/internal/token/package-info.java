/**
 * Reads the token for every exchange, from a file or from a supplier, and says precisely why it
 * cannot be read.
 */
@NullMarked
package dev.irsa.internal.token;

import org.jspecify.annotations.NullMarked;
