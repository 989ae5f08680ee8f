package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.ExchangeOutcome;
import dev.irsa.doctor.internal.exchange.SignedCalls;
import dev.irsa.doctor.internal.network.CallResult;
import dev.irsa.doctor.internal.network.Target;
import dev.irsa.doctor.internal.settings.PodSettings;
import dev.irsa.doctor.internal.settings.SettingGroup;
import dev.irsa.doctor.internal.token.Jwt;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.sts.StsExchange;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reaches STS, and exchanges the token there. */
final class StsCalls {

  private static final Duration PROBE = Duration.ofSeconds(3);
  private static final Duration EXCHANGE = Duration.ofSeconds(4);

  /** How often a denied exchange is repeated: for one minute in all. */
  private static final int REPETITIONS = 12;

  private static final Duration BETWEEN_EXCHANGES = Duration.ofSeconds(5);

  private final Evidence evidence;
  private final Calls calls;

  StsCalls(Evidence evidence, Calls calls) {
    this.evidence = evidence;
    this.calls = calls;
  }

  private @Nullable String obstacle() {
    if (calls.isOffline()) {
      return Calls.OFFLINE;
    }
    PodSettings settings = evidence.allSettings();
    boolean isFaulty =
        settings.endpoint() == null || !settings.problems(SettingGroup.NETWORK).isEmpty();
    return isFaulty ? evidence.blocked() : null;
  }

  /** Reaches STS without a token. */
  Fact<CallResult> probe() {
    Fact<PodSettings> configured = evidence.settings();
    String obstacle = configured.isMissing() ? configured.why() : obstacle();
    if (obstacle != null) {
      return Fact.missing(obstacle);
    }
    PodSettings settings = configured.get();
    calls.keepSecret(settings.proxyPassword());
    Target sts = calls.target(settings, Objects.requireNonNull(settings.endpoint()));
    return Fact.of(SignedCalls.probe(calls.staged(), sts, calls.within(PROBE)));
  }

  /** Exchanges the token, repeatedly if that was asked for. */
  Fact<Exchanges> exchange() {
    Fact<WebIdentity> identity = evidence.identity();
    Fact<Jwt> token = evidence.token();
    Fact<CallResult> sts = evidence.sts();
    for (Fact<?> needed : new Fact<?>[] {identity, token, sts}) {
      if (needed.isMissing()) {
        return Fact.missing(needed.why());
      }
    }
    if (!sts.get().isAnswered()) {
      return Fact.missing("not before STS is reached, see IRSA-07");
    }
    ExchangeOutcome first = exchangeOnce(identity.get(), token.get());
    ExchangeOutcome last = first;
    Duration waited = Duration.ZERO;
    for (int i = 0; i < REPETITIONS && evidence.options().waits() && last.mayHeal(); i++) {
      if (!pause()) {
        break;
      }
      waited = waited.plus(BETWEEN_EXCHANGES);
      last = exchangeOnce(identity.get(), token.get());
    }
    return Fact.of(new Exchanges(first, last, waited));
  }

  private boolean pause() {
    try {
      calls.machine().pause().pause(BETWEEN_EXCHANGES);
      calls.startBudget();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private ExchangeOutcome exchangeOnce(WebIdentity identity, Jwt token) {
    PodSettings settings = evidence.allSettings();
    URI endpoint = Objects.requireNonNull(settings.endpoint());
    Transport transport =
        new Transport(
            settings.proxyFor(endpoint),
            calls.caBundle(settings),
            null,
            calls.machine().resolver());
    return calls.remembered(
        ExchangeOutcome.of(
            new StsExchange(identity, endpoint, transport, calls.machine().nanoTime()),
            new IdentityToken(token.secretText()),
            calls.within(EXCHANGE),
            calls.machine().nanoTime()));
  }
}
