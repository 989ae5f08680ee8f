package dev.irsa.credentials;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request for a JWT that STS signs for the pod's role, and that a service outside of AWS accepts
 * in place of an API key (outbound identity federation). Immutable. Equal requests with the
 * credentials of the same session share a token: the order of the tags does not matter, the order
 * of the audiences does.
 *
 * <pre>{@code
 * OutboundTokenRequest.audience("https://api.openai.com/v1").withDuration(Duration.ofMinutes(10))
 * }</pre>
 *
 * <p>{@code outboundTokens} checks the values, all at once. Limits: AWS STS API reference, action
 * GetWebIdentityToken.
 *
 * @since 0.1
 */
public final class OutboundTokenRequest {

  /** The default of STS. */
  private static final int DEFAULT_MINUTES = 5;

  private final List<String> audiences;
  private final Duration duration;
  private final SigningAlgorithm signingAlgorithm;
  private final SortedMap<String, String> tags;

  private OutboundTokenRequest(
      List<String> audiences,
      Duration duration,
      SigningAlgorithm signingAlgorithm,
      SortedMap<String, String> tags) {
    this.audiences = audiences;
    this.duration = duration;
    this.signingAlgorithm = signingAlgorithm;
    this.tags = tags;
  }

  /**
   * Returns a request for a token for one service.
   *
   * @param audience the service, as it expects itself in the claim {@code aud}: 1 to 1000
   *     characters
   */
  public static OutboundTokenRequest audience(String audience) {
    return audiences(List.of(audience));
  }

  /**
   * Returns a request for a token for several services.
   *
   * @param audiences 1 to 10 services, each as in {@link #audience}
   */
  public static OutboundTokenRequest audiences(List<String> audiences) {
    return new OutboundTokenRequest(
        List.copyOf(audiences),
        Duration.ofMinutes(DEFAULT_MINUTES),
        SigningAlgorithm.RS256,
        new TreeMap<>());
  }

  /**
   * Returns a copy with a duration of tokens. A token does not outlive the session that signs it.
   *
   * @param other 60 s to 3600 s, in whole seconds; 300 s by default
   */
  public OutboundTokenRequest withDuration(Duration other) {
    return new OutboundTokenRequest(
        audiences, Objects.requireNonNull(other, "duration"), signingAlgorithm, tags);
  }

  /**
   * Returns a copy with a signing algorithm.
   *
   * @param other {@link SigningAlgorithm#RS256} by default
   */
  public OutboundTokenRequest withSigningAlgorithm(SigningAlgorithm other) {
    return new OutboundTokenRequest(
        audiences, duration, Objects.requireNonNull(other, "signingAlgorithm"), tags);
  }

  /**
   * Returns a copy with tags, which become claims of the token and replace earlier tags.
   *
   * @param others at most 50, with keys of 1 to 128 and values of at most 256 characters: letters,
   *     digits, spaces and {@code _.:/=+-@}
   */
  public OutboundTokenRequest withTags(Map<String, String> others) {
    return new OutboundTokenRequest(audiences, duration, signingAlgorithm, new TreeMap<>(others));
  }

  /** Returns the services. */
  public List<String> audiences() {
    return audiences;
  }

  /** Returns the duration of tokens. */
  public Duration duration() {
    return duration;
  }

  /** Returns the signing algorithm. */
  public SigningAlgorithm signingAlgorithm() {
    return signingAlgorithm;
  }

  /** Returns the tags in the order of their keys; may be empty. */
  public Map<String, String> tags() {
    return Collections.unmodifiableSortedMap(tags);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    // Each call for a token compares, usually with the same object.
    return this == other
        || (other instanceof OutboundTokenRequest that
            && audiences.equals(that.audiences)
            && duration.equals(that.duration)
            && signingAlgorithm == that.signingAlgorithm
            && tags.equals(that.tags));
  }

  @Override
  public int hashCode() {
    return 31 * audiences.hashCode() + duration.hashCode();
  }

  @Override
  public String toString() {
    return "OutboundTokenRequest["
        + audiences
        + ", "
        + duration.toSeconds()
        + " s, "
        + signingAlgorithm
        + ", "
        + tags.size()
        + " tags]";
  }
}
