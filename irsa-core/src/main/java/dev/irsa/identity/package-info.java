/**
 * The values that rooms exchange: who a pod is, what it holds, what it gets, and what can go wrong.
 */
@NullMarked
package dev.irsa.identity;

import org.jspecify.annotations.NullMarked;
