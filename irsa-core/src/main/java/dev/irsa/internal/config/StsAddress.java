package dev.irsa.internal.config;

import dev.irsa.internal.http.Transport;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where and how an endpoint of STS is reached with signed requests, or the spare one. Immutable.
 *
 * @param endpoint the endpoint, with its path
 * @param transport the settings of connections
 * @param signingRegion the region in the signatures of requests, or null if none is known
 */
public record StsAddress(URI endpoint, Transport transport, @Nullable String signingRegion) {}
