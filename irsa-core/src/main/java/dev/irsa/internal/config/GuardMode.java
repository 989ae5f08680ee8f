package dev.irsa.internal.config;

/** What happens to requests that are signed with keys of other identities. */
public enum GuardMode {
  /** They are reported. */
  WARN,
  /** They fail before they are sent. */
  DENY,
  /** Nothing. */
  OFF
}
