package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.check.ExchangeOutcome.Issuer;
import dev.irsa.doctor.internal.probe.ProbeResult;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The responses of one endpoint of STS to an unsigned request, and to the pod's token. */
final class StsEvidence {
  private static final Duration EXCHANGE = Duration.ofSeconds(4);

  /** How often a denied exchange is repeated: for one minute in all. */
  private static final int REPETITIONS = 12;

  private static final Duration BETWEEN_EXCHANGES = Duration.ofSeconds(5);

  /** The response to an unsigned request, which shows whether STS is reached, and its time. */
  final Lazy<ProbeResult> reached = new Lazy<>(this::reach);

  /** The exchanges of the token. */
  final Lazy<Exchanges> exchanges = new Lazy<>(this::exchangeToken);

  /** The outcome of the last exchange of the token. */
  final Lazy<ExchangeOutcome> exchange = new Lazy<>(() -> exchanges.get().last());

  private final Supplier<URI> endpoint;
  private final IdentityEvidence identity;
  private final TokenEvidence token;
  private final CallBudget budget;
  private final boolean isRepeated;

  /**
   * Creates evidence that is not obtained yet.
   *
   * @param endpoint throws {@link MissingEvidenceException} if there is none, or nothing may be
   *     sent
   * @param isRepeated whether a denied exchange is repeated for up to a minute
   */
  StsEvidence(
      Supplier<URI> endpoint,
      IdentityEvidence identity,
      TokenEvidence token,
      CallBudget budget,
      boolean isRepeated) {
    this.endpoint = endpoint;
    this.identity = identity;
    this.token = token;
    this.budget = budget;
    this.isRepeated = isRepeated;
  }

  /**
   * All exchanges of one examination. Immutable.
   *
   * @param first the outcome of the first exchange
   * @param last the outcome of the last one, which is the first one unless it was repeated
   * @param waited the time between the two
   */
  record Exchanges(ExchangeOutcome first, ExchangeOutcome last, Duration waited) {

    /** Returns whether a denied exchange succeeded later. */
    boolean healed() {
      return first.cause() != null && last.cause() == null;
    }
  }

  private ProbeResult reach() {
    URI asked = endpoint.get();
    return budget.calls().post(asked, CallBudget.CALLER_IDENTITY, budget.within(CallBudget.CALL));
  }

  private Exchanges exchangeToken() {
    identity.requireValidSettings();
    String secret = token.jwt.get().secretText();
    if (!reached.get().isAnswered()) {
      throw new MissingEvidenceException("not before STS is reached, see IRSA-07");
    }
    ExchangeOutcome first = exchangeOnce(secret);
    ExchangeOutcome last = first;
    Duration waited = Duration.ZERO;
    int repetitions = isRepeated ? REPETITIONS : 0;
    for (int i = 0; i < repetitions && last.mayHeal() && budget.pause(BETWEEN_EXCHANGES); i++) {
      waited = waited.plus(BETWEEN_EXCHANGES);
      last = exchangeOnce(secret);
    }
    return new Exchanges(first, last, waited);
  }

  private ExchangeOutcome exchangeOnce(String secret) {
    return budget.exchange(
        Issuer.STS, () -> budget.calls().exchange(endpoint.get(), secret, budget.within(EXCHANGE)));
  }

  /** Returns how far its clock is ahead of this machine's, or null if it did not say. */
  @Nullable Duration clockOffset() {
    return reached.part(CallBudget::clockOffset);
  }
}
