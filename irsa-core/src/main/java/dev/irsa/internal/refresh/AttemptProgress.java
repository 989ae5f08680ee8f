package dev.irsa.internal.refresh;

/** The progress of an attempt since the bulkhead granted its permit. */
public enum AttemptProgress {
  /** Waiting for a thread. */
  GRANTED,
  /** A thread is running the attempt and reading the token. */
  RUNNING,
  /** STS is being called. From here on, the attempt counts as a call. */
  CALLING
}
