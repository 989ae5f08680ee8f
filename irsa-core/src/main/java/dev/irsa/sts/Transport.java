package dev.irsa.sts;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How STS is reached. Immutable.
 *
 * @param proxy an HTTP proxy, or null: directly
 * @param caBundle a PEM file of authorities to trust besides the platform's, or null
 * @param sslContext what decides on trust instead of platform and bundle, or null
 */
public record Transport(
    @Nullable InetSocketAddress proxy, @Nullable Path caBundle, @Nullable SSLContext sslContext) {}
