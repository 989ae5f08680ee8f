/**
 * Emulates STS: the web identity exchange, role chaining and GetCallerIdentity, with full
 * verification.
 */
@NullMarked
package dev.irsa.testkit.internal.sts;

import org.jspecify.annotations.NullMarked;
