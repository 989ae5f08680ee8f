package dev.irsa.testkit.kubernetes;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * How a {@link TokenVolume} is kept.
 *
 * @param mode of the token file, {@code 0644} by default; kubelet uses {@code 0600} for pods that
 *     run as a user of their own and {@code 0640} with {@code fsGroup}
 * @param syncPeriod how often the volume is looked after at least, 60 s by default; a change of the
 *     wall clock is noticed by then
 * @param longestJitter by how much at most a rotation comes early: zero by default, so that tests
 *     are exact; 10 s in kubelet; never more than a sixtieth of the token's lifetime
 * @param random for the jitter and the names of directories
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

  /** Mode 0644, looked after every 60 s, rotated exactly on time. */
  public static VolumeSettings standard() {
    return new VolumeSettings(0644, Duration.ofMinutes(1), Duration.ZERO, new SplittableRandom());
  }

  /** Returns these settings with another mode of the token file, such as {@code 0640}. */
  public VolumeSettings withMode(int otherMode) {
    return new VolumeSettings(otherMode, syncPeriod, longestJitter, random);
  }

  /** Returns these settings with another period. */
  public VolumeSettings withSyncPeriod(Duration otherPeriod) {
    return new VolumeSettings(mode, otherPeriod, longestJitter, random);
  }

  /** Returns these settings with rotations that come early by up to 10 s, as kubelet's do. */
  public VolumeSettings withJitter(RandomGenerator otherRandom) {
    return new VolumeSettings(mode, syncPeriod, Duration.ofSeconds(10), otherRandom);
  }
}
