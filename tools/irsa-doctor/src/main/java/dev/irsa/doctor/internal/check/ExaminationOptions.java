package dev.irsa.doctor.internal.check;

import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.doctor.internal.classpath.ClassPath;
import dev.irsa.internal.config.RoleArn;
import org.jspecify.annotations.Nullable;

/**
 * The options of an examination. Immutable.
 *
 * @param offline whether it must not use the network
 * @param trust the trust policy of the role, or null
 * @param classPath the application's class path, or null
 * @param expectedRole the role that the pod should have, or null
 * @param chain the role to assume with the pod's role, or null
 * @param externalId the external id for that, or null
 * @param outbound the token for a service outside of AWS to request, or null
 * @param waits whether to repeat a denied exchange for up to a minute
 * @param kubernetes whether to ask the API server of the cluster
 */
public record ExaminationOptions(
    boolean offline,
    @Nullable TrustDocument trust,
    @Nullable ClassPath classPath,
    @Nullable RoleArn expectedRole,
    @Nullable RoleArn chain,
    @Nullable String externalId,
    @Nullable OutboundTokenRequest outbound,
    boolean waits,
    boolean kubernetes) {

  /** Returns the options for a pod that does not exist yet. */
  static ExaminationOptions ofManifest() {
    return new ExaminationOptions(true, null, null, null, null, null, null, false, false);
  }
}
