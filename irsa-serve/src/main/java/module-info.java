/** Serves the pod's credentials to other processes on loopback. */
module dev.irsa.serve {
  exports dev.irsa.serve;

  requires com.nimbusds.jose.jwt;
  requires transitive dev.irsa.core;
  requires static transitive org.jspecify;
}
