package dev.irsa.internal.config;

/**
 * Why a value is not accepted. Whoever asks knows the setting. Immutable.
 *
 * @param kind the kind of the problem
 * @param found what was found, without secrets
 * @param fix what to do
 */
public record Refusal(Kind kind, String found, String fix) {

  /** What kind of problem it is. */
  public enum Kind {
    /** The process is not configured for any source. */
    NOT_CONFIGURED,
    /** A setting is missing that another setting requires. */
    MISSING,
    /** The value is malformed or out of range. */
    INVALID,
    /** Two valid settings contradict each other. */
    CONFLICT,
    /** The region is an availability zone. */
    AVAILABILITY_ZONE,
    /** The region belongs to another partition than the role. */
    PARTITION,
    /** The region has neither FIPS nor dual-stack endpoints. */
    ENDPOINT_VARIANT
  }

  Refusal(String found, String fix) {
    this(Kind.INVALID, found, fix);
  }
}
