package dev.irsa.internal.time;

/** Units of time in nanoseconds. */
public final class Nanos {

  public static final long MILLISECOND = 1_000_000;
  public static final long SECOND = 1_000 * MILLISECOND;
  public static final long MINUTE = 60 * SECOND;

  private Nanos() {}
}
