package dev.irsa.testkit;

import dev.irsa.testkit.internal.kubernetes.Pod;
import dev.irsa.testkit.internal.kubernetes.Pod.TokenProjection;
import dev.irsa.testkit.internal.kubernetes.PodReference;
import dev.irsa.testkit.internal.kubernetes.PodWebhook;
import dev.irsa.testkit.internal.kubernetes.ServiceAccountTokens;
import dev.irsa.testkit.internal.kubernetes.WebhookSettings;
import dev.irsa.testkit.internal.oidc.OidcIssuer;
import dev.irsa.testkit.internal.podidentity.PodIdentityAssociations;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.kubernetes.TokenVolume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The Kubernetes side of a lab: service accounts, the webhook, and the volumes of pods. */
final class Cluster {
  private final LabSettings settings;
  private final LabFiles files;
  private final ServiceAccountTokens tokens;
  private final PodWebhook webhook;
  private final Map<String, ServiceAccount> accounts = new ConcurrentHashMap<>();

  Cluster(
      LabSettings settings,
      LabFiles files,
      OidcIssuer issuer,
      PodIdentityAssociations associations) {
    this.settings = settings;
    this.files = files;
    this.tokens =
        new ServiceAccountTokens(
            issuer.issuer(),
            issuer::mint,
            settings.accelerated() ? Duration.ofSeconds(1) : ServiceAccountTokens.SHORTEST);
    this.webhook =
        new PodWebhook(
            this::find,
            (namespace, name) -> associations.find(namespace, name).isPresent(),
            new WebhookSettings(settings.region(), settings.tokenLifetime()),
            new Random());
  }

  PodWebhook webhook() {
    return webhook;
  }

  @Nullable ServiceAccount find(String namespace, String name) {
    return accounts.get(namespace + "/" + name);
  }

  /** Creates or replaces a service account. */
  void put(ServiceAccount account) {
    accounts.put(key(account), account);
  }

  void delete(ServiceAccount account) {
    accounts.remove(key(account));
  }

  private static String key(ServiceAccount account) {
    return account.namespace() + "/" + account.name();
  }

  /** Mounts the token volumes that a pod requests, and returns them by name. */
  Map<String, TokenVolume> mount(Pod pod, PodReference reference) {
    Map<String, TokenVolume> volumes = new LinkedHashMap<>();
    for (String name : List.of(PodWebhook.VOLUME, PodWebhook.POD_IDENTITY_VOLUME)) {
      pod.tokenProjection(name)
          .ifPresent(token -> volumes.put(name, mount(pod, reference, name, token)));
    }
    return volumes;
  }

  private TokenVolume mount(
      Pod pod, PodReference reference, String name, TokenProjection projection) {
    Path directory = files.volume(reference.uid(), name);
    try {
      return TokenVolume.mount(
          directory,
          name.equals(PodWebhook.VOLUME) ? "token" : name,
          pod.tokenMode(name),
          settings.time(),
          issuedAt ->
              tokens.issue(
                  existing(pod),
                  reference,
                  List.of(projection.audience()),
                  projection.expiration(),
                  issuedAt));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot mount the token volume", e);
    }
  }

  /** Throws the API server's error for a pod whose service account was deleted. */
  private ServiceAccount existing(Pod pod) {
    ServiceAccount account = find(pod.namespace(), pod.serviceAccountName());
    if (account == null) {
      throw new IllegalStateException(
          "serviceaccounts \"%s\" not found in namespace \"%s\""
              .formatted(pod.serviceAccountName(), pod.namespace()));
    }
    return account;
  }
}
