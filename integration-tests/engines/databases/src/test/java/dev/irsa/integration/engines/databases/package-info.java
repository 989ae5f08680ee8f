/** Logins to real databases with tokens of the pod's role. */
@NullMarked
package dev.irsa.integration.engines.databases;

import org.jspecify.annotations.NullMarked;
