/**
 * Credentials of the pod's IAM role, kept fresh: the entry point, and the only package that
 * connects the others.
 */
@NullMarked
package dev.irsa;

import org.jspecify.annotations.NullMarked;
