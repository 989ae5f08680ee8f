/**
 * Reads the web identity token for every exchange, and says precisely why it cannot be read.
 * Accesses the file system and nothing else outside.
 */
@NullMarked
package dev.irsa.internal.token;

import org.jspecify.annotations.NullMarked;
