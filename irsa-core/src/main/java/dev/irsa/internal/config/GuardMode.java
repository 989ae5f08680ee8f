package dev.irsa.internal.config;

/** How requests are treated that are signed with keys of other identities. */
public enum GuardMode {
  /** They are reported. */
  WARN,
  /** They fail before they are sent. */
  DENY,
  /** They are ignored. */
  OFF
}
