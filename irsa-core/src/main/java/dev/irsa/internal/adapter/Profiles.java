package dev.irsa.internal.adapter;

import org.jspecify.annotations.Nullable;

/** The profiles of the shared configuration, by whatever reads it. */
public interface Profiles {

  /** Returns whether there is such a profile. */
  boolean has(String profile);

  /** Returns what a profile says, trimmed, or null where it says nothing. */
  @Nullable String property(String profile, String key);

  /** Returns the files that were read, for people. */
  String files();
}
