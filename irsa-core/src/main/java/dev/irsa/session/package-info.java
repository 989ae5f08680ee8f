/**
 * The session cache: serves credentials, refreshes them ahead of expiry, one refresh at a time. Its
 * one outside is time.
 */
@NullMarked
package dev.irsa.session;

import org.jspecify.annotations.NullMarked;
