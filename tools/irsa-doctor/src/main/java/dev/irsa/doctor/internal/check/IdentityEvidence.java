package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.pod.CredentialSources;
import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.internal.config.RoleArn;
import java.net.URI;
import java.util.Objects;

/** The identity that the pod is configured for: settings of irsa, sources of credentials, role. */
final class IdentityEvidence {

  /** The settings of irsa, whether the pod uses IRSA, Pod Identity or neither. */
  final PodSettings settings;

  final CredentialSources sources;

  /** The configured role, if it is valid. */
  final Lazy<RoleArn> role = new Lazy<>(this::readRole);

  IdentityEvidence(ExaminedPod pod) {
    this.settings = PodSettings.of(pod.variables(), pod.properties());
    this.sources = CredentialSources.of(pod, settings.configuration());
  }

  /** Requires that something of IRSA is configured. */
  void requireIrsa() {
    if (!sources.hasWebIdentity()) {
      throw new MissingEvidenceException(
          sources.usesContainer()
              ? "this pod uses Pod Identity, not IRSA"
              : "IRSA is not configured here, see IRSA-04");
    }
  }

  /** Returns the first endpoint of STS, which the pod's token is sent to. */
  URI stsEndpoint() {
    requireIrsa();
    URI endpoint = settings.endpoint();
    if (endpoint == null || settings.has(Cause.REACHABILITY)) {
      throw blocked();
    }
    return endpoint;
  }

  /** Returns the spare endpoint of STS. */
  URI spareEndpoint() {
    requireIrsa();
    URI endpoint = settings.spare();
    if (endpoint == null) {
      throw new MissingEvidenceException("IRSA_STS_SPARE is not set");
    }
    return endpoint;
  }

  /** Requires that all settings of IRSA are valid. */
  void requireValidSettings() {
    requireIrsa();
    if (settings.first() != null || settings.sessionName() == null) {
      throw blocked();
    }
  }

  /** Requires that the pod uses Pod Identity, or another container endpoint. */
  void requireContainer() {
    if (!sources.usesContainer()) {
      throw new MissingEvidenceException(
          sources.hasWebIdentity()
              ? "this pod uses IRSA, not Pod Identity"
              : "Pod Identity is not configured here, see IRSA-04");
    }
  }

  private RoleArn readRole() {
    requireIrsa();
    RoleArn valid = settings.role();
    if (valid == null) {
      throw blocked();
    }
    return valid;
  }

  /** Returns the session name for STS. */
  String sessionName() {
    return Objects.requireNonNullElse(settings.sessionName(), "irsa-doctor");
  }

  /** Returns that the settings do not suffice for a call, and why. */
  MissingEvidenceException blocked() {
    Cause first = settings.first();
    return new MissingEvidenceException(
        first == null ? "a setting is missing" : "not before " + first.id() + " is fixed");
  }
}
