package dev.irsa.internal.adapter;

import org.jspecify.annotations.Nullable;

/** The profiles of the shared configuration. */
public interface Profiles {

  /** Returns whether a profile exists. */
  boolean has(String profile);

  /** Returns a property of a profile, trimmed, or null if it is not set. */
  @Nullable String property(String profile, String key);

  /** Returns the files that were read, for messages. */
  String files();
}
