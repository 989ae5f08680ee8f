/**
 * Exchanges a web identity token for session credentials, or assumes a chained role: the request,
 * the response, and the meaning of errors. Uses the network only through the http package, and the
 * file system only through the token package.
 */
@NullMarked
package dev.irsa.internal.sts;

import org.jspecify.annotations.NullMarked;
