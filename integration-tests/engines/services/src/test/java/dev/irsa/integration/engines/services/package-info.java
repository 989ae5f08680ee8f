/** SDKs of services that accept a token of the pod's role in place of an API key. */
@NullMarked
package dev.irsa.integration.engines.services;

import org.jspecify.annotations.NullMarked;
