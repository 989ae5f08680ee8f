/** Exported values: session credentials, refresh policy, events, and the exceptions. */
@NullMarked
package dev.irsa.credentials;

import org.jspecify.annotations.NullMarked;
