/**
 * The exchange of a web identity token for session credentials: which endpoint, the request, the
 * answer, and what an error means. Its one outside is the network.
 */
@NullMarked
package dev.irsa.internal.sts;

import org.jspecify.annotations.NullMarked;
