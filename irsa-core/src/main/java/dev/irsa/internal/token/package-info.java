/**
 * The web identity token: reading it afresh for every exchange, and saying precisely why that
 * cannot be done. Its one outside is the file system.
 */
@NullMarked
package dev.irsa.internal.token;

import org.jspecify.annotations.NullMarked;
