/** Finds out from inside a pod why it does not get its role, and how to fix that. */
module dev.irsa.doctor {
  exports dev.irsa.doctor;
  exports dev.irsa.doctor.report;

  requires com.nimbusds.jose.jwt;
  requires transitive dev.irsa.core;
  requires dev.irsa.policy;
  requires org.yaml.snakeyaml;
  requires static org.jspecify;
}
