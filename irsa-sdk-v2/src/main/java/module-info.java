/** The pod's role for AWS SDK for Java 2.x. */
@SuppressWarnings({"module", "opens"}) // The 2 is the SDK's; only a resource is opened.
module dev.irsa.sdk.v2 {
  exports dev.irsa.sdk.v2;

  // The SDK looks for global interceptors there.
  opens software.amazon.awssdk.global.handlers;

  requires transitive dev.irsa.sdk.support;
  requires transitive software.amazon.awssdk.auth;
  requires software.amazon.awssdk.awscore;
  requires transitive software.amazon.awssdk.core;
  requires software.amazon.awssdk.http;
  requires transitive software.amazon.awssdk.identity.spi;
  requires transitive software.amazon.awssdk.regions;
  requires transitive software.amazon.awssdk.utils;

  // For chained roles and stsClient.
  requires static software.amazon.awssdk.services.sts;

  // For the classes that these frameworks make.
  requires static hadoop.common;
  requires static kafka.clients;
  requires static org.jspecify;
}
