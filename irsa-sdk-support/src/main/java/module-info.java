/** What the adapters of both AWS SDKs share. Applications require an adapter. */
@SuppressWarnings("module") // The modules that it exports to are compiled after this one.
module dev.irsa.sdk.support {
  exports dev.irsa.sdk;
  exports dev.irsa.internal.adapter to
      dev.irsa.sdk.v1,
      dev.irsa.sdk.v2,
      dev.irsa.spring;
  exports dev.irsa.internal.guard to
      dev.irsa.micrometer,
      dev.irsa.sdk.v1,
      dev.irsa.sdk.v2,
      dev.irsa.spring;

  requires transitive dev.irsa.core;
  requires static org.jspecify;
  requires org.slf4j;
}
