package dev.irsa.testkit.kubernetes;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The settings of a {@link TokenVolume}.
 *
 * @param mode the mode of the token file, {@code 0644} by default; kubelet uses {@code 0600} for
 *     pods that run as a single user and {@code 0640} with {@code fsGroup}
 * @param syncPeriod the longest time between two checks of the volume, 60 s by default; a change of
 *     the wall clock is noticed within this time
 * @param longestJitter how early a rotation may be: zero by default, for exact tests; 10 s in
 *     kubelet; never more than a sixtieth of the token's lifetime
 * @param random the source of the jitter and of directory names
 */
public record VolumeSettings(
    int mode, Duration syncPeriod, Duration longestJitter, RandomGenerator random) {

  public VolumeSettings {
    if (mode < 0 || mode > 0777) {
      throw new IllegalArgumentException(
          "mode: expected 0 to 0777, found 0" + Integer.toOctalString(mode));
    }
    if (syncPeriod.isNegative() || syncPeriod.isZero()) {
      throw new IllegalArgumentException(
          "syncPeriod: expected more than zero, found " + syncPeriod);
    }
    if (longestJitter.isNegative()) {
      throw new IllegalArgumentException(
          "longestJitter: expected zero or more, found " + longestJitter);
    }
  }

  /** Returns the default settings: mode 0644, checked every 60 s, rotated exactly on time. */
  public static VolumeSettings standard() {
    return new VolumeSettings(0644, Duration.ofMinutes(1), Duration.ZERO, new SplittableRandom());
  }

  /** Returns a copy with another mode of the token file, such as {@code 0640}. */
  public VolumeSettings withMode(int otherMode) {
    return new VolumeSettings(otherMode, syncPeriod, longestJitter, random);
  }

  /** Returns a copy with another period. */
  public VolumeSettings withSyncPeriod(Duration otherPeriod) {
    return new VolumeSettings(mode, otherPeriod, longestJitter, random);
  }

  /** Returns a copy with rotations that are up to 10 s early, as in kubelet. */
  public VolumeSettings withJitter(RandomGenerator otherRandom) {
    return new VolumeSettings(mode, syncPeriod, Duration.ofSeconds(10), otherRandom);
  }
}
