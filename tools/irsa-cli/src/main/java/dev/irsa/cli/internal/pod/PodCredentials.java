package dev.irsa.cli.internal.pod;

/** The source of the pod's credentials. */
public enum PodCredentials {
  /** This project's provider chains. */
  IRSA,
  /** The SDKs' own default chains. */
  SDK
}
