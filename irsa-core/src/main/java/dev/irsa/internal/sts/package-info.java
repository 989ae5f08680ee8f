/**
 * Exchanges a web identity token for session credentials: the endpoint, the request, the response,
 * and the meaning of errors. Accesses the network through the http package, the token through the
 * token package, and nothing else outside.
 */
@NullMarked
package dev.irsa.internal.sts;

import org.jspecify.annotations.NullMarked;
