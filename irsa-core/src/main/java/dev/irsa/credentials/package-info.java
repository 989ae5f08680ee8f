/**
 * The values that rooms exchange: who a pod is, what it holds, what it gets, and what can go wrong.
 */
@NullMarked
package dev.irsa.credentials;

import org.jspecify.annotations.NullMarked;
