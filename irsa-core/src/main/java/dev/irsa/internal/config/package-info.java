/**
 * Settings of a process, from builder, system properties and environment variables, each with its
 * origin, checked all at once. Accesses the process environment and nothing else outside.
 */
@NullMarked
package dev.irsa.internal.config;

import org.jspecify.annotations.NullMarked;
