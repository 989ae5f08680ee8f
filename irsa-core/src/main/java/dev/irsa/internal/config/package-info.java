/**
 * What a process was told: settings out of builder, system properties and environment variables,
 * each with its origin, checked all at once. Its one outside is the process environment.
 */
@NullMarked
package dev.irsa.internal.config;

import org.jspecify.annotations.NullMarked;
