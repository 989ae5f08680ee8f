package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.cluster.AccountAnnotations;
import dev.irsa.doctor.internal.cluster.ServiceAccountVolume;
import dev.irsa.doctor.internal.issuer.IssuerEvidence;
import dev.irsa.doctor.internal.network.NodeMetadata;
import dev.irsa.doctor.internal.network.PathRequest;
import dev.irsa.doctor.internal.network.ProbeResult;
import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.doctor.internal.settings.PodSettings;
import dev.irsa.doctor.internal.token.Jwt;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls that depend on nothing but files and settings, each on a thread of its own. */
final class BackgroundCalls {

  private static final Duration CLUSTER = Duration.ofSeconds(3);
  private static final Duration DOCUMENT = Duration.ofSeconds(3);

  private final Evidence evidence;
  private final ExaminationCalls calls;
  private final Fact<Background<IssuerEvidence>> issuer;
  private final Fact<Background<NodeMetadata>> metadata;
  private final Fact<Background<AccountAnnotations>> annotations;

  /** Starts all calls, unless the network must not be used. */
  BackgroundCalls(Evidence evidence, ExaminationCalls calls) {
    this.evidence = evidence;
    this.calls = calls;
    this.metadata = startMetadata();
    this.annotations = startAnnotations();
    this.issuer = startIssuer();
  }

  /** A call on a thread of its own. */
  private static final class Background<T> {
    private final FutureTask<T> task;

    Background(String name, Supplier<T> call) {
      this.task = new FutureTask<>(call::get);
      Thread thread = new Thread(task, "irsa-doctor-" + name);
      thread.setDaemon(true);
      thread.start();
    }

    /** Returns the result; it comes within the bounds of the call. */
    Fact<T> get() {
      try {
        return Fact.of(task.get());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Fact.missing("not examined: interrupted");
      } catch (ExecutionException e) {
        return Fact.missing("not examined: an unexpected error");
      }
    }
  }

  private Fact<Background<NodeMetadata>> startMetadata() {
    if (calls.isOffline()) {
      return Fact.missing(ExaminationCalls.OFFLINE);
    }
    ExaminedPod pod = evidence.pod();
    return Fact.of(
        new Background<>(
            "metadata", () -> NodeMetadata.of(pod, calls.staged(), calls.machine().resolver())));
  }

  private Fact<Background<AccountAnnotations>> startAnnotations() {
    if (!evidence.options().kubernetes()) {
      return Fact.missing("not asked for: --kubernetes");
    }
    if (calls.isOffline()) {
      return Fact.missing(ExaminationCalls.OFFLINE);
    }
    ExaminedPod pod = evidence.pod();
    ServiceAccountVolume volume = evidence.account();
    return volume == null
        ? Fact.missing("the pod has no service account volume")
        : Fact.of(
            new Background<>(
                "cluster",
                () ->
                    AccountAnnotations.read(
                        pod, volume, calls.staged(), calls.machine().resolver(), CLUSTER)));
  }

  private Fact<Background<IssuerEvidence>> startIssuer() {
    return calls.isOffline()
        ? Fact.missing(ExaminationCalls.OFFLINE)
        : evidence
            .token()
            .then(token -> evidence.settings().then(settings -> startIssuer(token, settings)));
  }

  private Fact<Background<IssuerEvidence>> startIssuer(Jwt token, PodSettings settings) {
    URI uri = issuerUri(token);
    return uri == null
        ? Fact.missing("the token's issuer is not an https URL")
        : Fact.of(
            new Background<>(
                "issuer",
                () -> IssuerEvidence.of(token, uri, document -> document(settings, document))));
  }

  private static @Nullable URI issuerUri(Jwt token) {
    try {
      URI uri = token.issuer() == null ? null : URI.create(token.issuer());
      return uri != null && IssuerEvidence.isAllowed(uri) ? uri : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private ProbeResult document(PodSettings settings, URI uri) {
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return calls
        .staged()
        .send(calls.target(settings, uri), PathRequest.get(uri.getRawPath() + query), DOCUMENT);
  }

  Fact<IssuerEvidence> issuer() {
    return issuer.then(Background::get);
  }

  Fact<NodeMetadata> instanceMetadata() {
    return metadata.then(Background::get);
  }

  Fact<AccountAnnotations> annotations() {
    return annotations.then(Background::get);
  }
}
